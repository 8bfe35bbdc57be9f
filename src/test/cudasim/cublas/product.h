// C = alpha op(A) op(B) + beta C for column-major matrices, with cuBLAS's arguments.
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
    const float *alpha, *beta;  // if null, the values in alphaValue and betaValue apply
    float alphaValue, betaValue;
    Rounding rounding;
    size_t workspaceSize = 0;
};

size_t sizeOf(Type type);
// Sums in float32. As in cuBLAS, the order depends on sizes, strides, transpositions, alignment and workspace. So
// the same product gives the same bits every time, but a product of another shape may give other bits for the same
// part.
void compute(const Product& product);
