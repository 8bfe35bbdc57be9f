#include "product.h"

#include <cstring>
#include <vector>

namespace {

float widen(uint16_t bits) {
    uint32_t wide = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &wide, 4);
    return value;
}

// Keeps the upper bits of a float's mantissa, rounded to nearest even; NaN stays NaN.
float roundAway(float value, int dropped) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    if ((bits & 0x7f800000) == 0x7f800000) return value;
    bits += (1u << (dropped - 1)) - 1 + (bits >> dropped & 1);
    bits &= ~((1u << dropped) - 1);
    memcpy(&value, &bits, 4);
    return value;
}

float load(const Matrix& matrix, size_t index, Rounding rounding) {
    float value;
    if (matrix.type == Type::bf16) return widen(((const uint16_t*)matrix.data)[index]);
    if (matrix.type == Type::f16) {
        _Float16 half;
        memcpy(&half, (const uint16_t*)matrix.data + index, 2);
        return (float)half;
    }
    value = ((const float*)matrix.data)[index];
    if (rounding == Rounding::tf32) return roundAway(value, 13);
    if (rounding == Rounding::bf16) return roundAway(value, 16);
    return rounding == Rounding::f16 ? (float)(_Float16)value : value;
}

void store(const Matrix& matrix, size_t index, float value) {
    if (matrix.type == Type::f32) {
        ((float*)matrix.data)[index] = value;
    } else if (matrix.type == Type::f16) {
        _Float16 half = (_Float16)value;
        memcpy((uint16_t*)matrix.data + index, &half, 2);
    } else {
        float rounded = roundAway(value, 16);
        uint32_t bits;
        memcpy(&bits, &rounded, 4);
        ((uint16_t*)matrix.data)[index] = (uint16_t)(bits >> 16 | (value != value));
    }
}

// Row-major copy of op(X): `rows` by `columns`, where element (r, c) is at r + c * ld, or at c + r * ld if
// transposed.
std::vector<float> unpack(const Matrix& x, long long offset, bool transposed, int rows, int columns, Rounding rounding) {
    std::vector<float> flat((size_t)rows * columns);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++) {
            size_t index = transposed ? c + (size_t)r * x.ld : r + (size_t)c * x.ld;
            flat[(size_t)r * columns + c] = load(x, (size_t)offset + index, rounding);
        }
    return flat;
}

// sum[0..n) += factor * row[0..n)
__attribute__((target_clones("avx2", "default"))) void addScaled(float* sum, const float* row, float factor, int n) {
    for (int i = 0; i < n; i++) sum[i] += factor * row[i];
}

enum Order { UP, DOWN, HALVES };

Order orderOf(const Product& p) {
    size_t hash = 7;
    for (size_t part : {(size_t)p.m, (size_t)p.n, (size_t)p.k, (size_t)p.a.ld, (size_t)p.b.ld, (size_t)p.c.ld, (size_t)p.transposeA,
                        (size_t)p.transposeB, (size_t)p.a.data % 16, (size_t)p.b.data % 16, (size_t)p.c.data % 16, p.workspaceSize})
        hash = (hash ^ part) * 1099511628211ull;
    return Order(hash / 65536 % 3);
}

// The index of the l-th summand of `depth`: ascending, descending, or alternating between the two halves.
int place(Order order, int l, int depth) {
    if (order == UP) return l;
    if (order == DOWN) return depth - 1 - l;
    int first = (depth + 1) / 2;
    return l % 2 ? first + l / 2 : l / 2;
}

}  // namespace

size_t sizeOf(Type type) { return type == Type::f32 ? 4 : 2; }

void compute(const Product& p) {
    float alpha = p.alpha ? *p.alpha : p.alphaValue, beta = p.beta ? *p.beta : p.betaValue;
    std::vector<float> sum(p.n);
    Order order = orderOf(p);
    for (int batch = 0; batch < p.count; batch++) {
        // A and B are not read if alpha is zero, and C is not read if beta is zero: they may hold NaN.
        int depth = alpha == 0 ? 0 : p.k;
        std::vector<float> a = unpack(p.a, batch * p.a.stride, p.transposeA, p.m, depth, p.rounding);
        std::vector<float> b = unpack(p.b, batch * p.b.stride, p.transposeB, depth, p.n, p.rounding);
        for (int i = 0; i < p.m; i++) {
            sum.assign(p.n, 0.0f);
            for (int l = 0; l < depth; l++) {
                int k = place(order, l, depth);
                addScaled(sum.data(), &b[(size_t)k * p.n], a[(size_t)i * depth + k], p.n);
            }
            for (int j = 0; j < p.n; j++) {
                size_t index = (size_t)(batch * p.c.stride) + i + (size_t)j * p.c.ld;
                store(p.c, index, alpha * sum[j] + (beta == 0 ? 0.0f : beta * load(p.c, index, Rounding::none)));
            }
        }
    }
}
