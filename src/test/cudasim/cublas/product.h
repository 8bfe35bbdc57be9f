// C = alpha op(A) op(B) + beta C for column-major matrices, as cuBLAS is asked for it.
#pragma once
#include <cstddef>
#include <cstdint>

enum class Type : int { f32 = 0, f16 = 2, bf16 = 14 };
enum class Rounding { none, tf32, f16, bf16 };  // of the inputs, before they are multiplied

struct Matrix {
    void* data;
    Type type;
    int ld;
    long long stride;  // elements from one matrix of the batch to the next
};

struct Product {
    bool transposeA, transposeB;
    int m, n, k, count;
    Matrix a, b, c;
    const float *alpha, *beta;  // null when the values beside them hold
    float alphaValue, betaValue;
    Rounding rounding;
    size_t workspaceSize = 0;
};

size_t sizeOf(Type type);
// Sums in float32. In which order follows, as in cuBLAS, from sizes, strides, transpositions, alignment and workspace:
// the same product gives the same bits every time, and one of another shape need not give those of a part of it.
void compute(const Product& product);
