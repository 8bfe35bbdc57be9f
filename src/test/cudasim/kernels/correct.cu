// Correct kernels. They show that the simulator computes what a GPU computes.

extern "C" __global__ void sim_axpy(float* y, const float* x, float a, int n) {
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) y[i] += a * x[i];
}

// Parameters of many sizes, with gaps that their alignment needs.
extern "C" __global__ void sim_parameters(char a, double b, short c, float d, long long e, float* out) {
    out[0] = (float)a;
    out[1] = (float)b;
    out[2] = (float)c;
    out[3] = d;
    out[4] = (float)e;
}

extern "C" __global__ void sim_reverse(const float* x, float* out, int n) {
    extern __shared__ float tile[];
    int t = threadIdx.x;
    if (t < n) tile[t] = x[t];
    __syncthreads();
    if (t < n) out[t] = tile[n - 1 - t];
}

// The sum of n elements by one block: grid-stride loads, shuffles in each warp, then shared memory.
extern "C" __global__ void sim_sum(const float* x, float* out, int n) {
    __shared__ float parts[32];
    float sum = 0.0f;
    for (int i = threadIdx.x; i < n; i += blockDim.x) sum += x[i];
    for (int d = 16; d > 0; d >>= 1) sum += __shfl_down_sync(0xffffffffu, sum, d);
    if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = sum;
    __syncthreads();
    if (threadIdx.x < 32) {
        sum = threadIdx.x < (blockDim.x + 31) / 32 ? parts[threadIdx.x] : 0.0f;
        for (int d = 16; d > 0; d >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, d);
        if (threadIdx.x == 0) out[0] = sum;
    }
}

// The order in which the threads of a block ran.
extern "C" __global__ void sim_order(int* out, int* counter) {
    out[atomicAdd(counter, 1)] = blockIdx.x * blockDim.x + threadIdx.x;
}

extern "C" __global__ void sim_votes(unsigned* out) {
    unsigned even = __ballot_sync(0xffffffffu, threadIdx.x % 2 == 0);
    int any = __any_sync(0xffffffffu, threadIdx.x == 5), all = __all_sync(0xffffffffu, threadIdx.x < 31);
    int count = __syncthreads_count(threadIdx.x < 7);
    if (threadIdx.x == 0) {
        out[0] = even;
        out[1] = any;
        out[2] = all;
        out[3] = count;
    }
}
