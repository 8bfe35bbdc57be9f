// The native methods of the test class Simulation: the simulated driver's controls for Java.
#include <jni.h>

#include "../driver/control.h"

#define NATIVE(type, name) extern "C" JNIEXPORT type JNICALL Java_dev_sluice_device_cuda_Simulation_##name

NATIVE(jboolean, change)(JNIEnv* env, jclass, jstring name, jstring value) {
    const char* nameBytes = env->GetStringUTFChars(name, nullptr);
    const char* valueBytes = env->GetStringUTFChars(value, nullptr);
    bool known = cudasim_set(nameBytes, valueBytes);
    env->ReleaseStringUTFChars(name, nameBytes);
    env->ReleaseStringUTFChars(value, valueBytes);
    return known;
}

NATIVE(jlong, number)(JNIEnv* env, jclass, jstring name) {
    const char* bytes = env->GetStringUTFChars(name, nullptr);
    long count = cudasim_count(bytes);
    env->ReleaseStringUTFChars(name, bytes);
    return count;
}

NATIVE(void, defaults)(JNIEnv*, jclass) { cudasim_defaults(); }

NATIVE(void, restart)(JNIEnv*, jclass) { cudasim_restart(); }

NATIVE(jstring, lines)(JNIEnv* env, jclass) {
    static char text[1 << 20];
    size_t length = cudasim_take_reports(text, sizeof(text) - 1);
    text[length] = 0;
    return env->NewStringUTF(text);
}
