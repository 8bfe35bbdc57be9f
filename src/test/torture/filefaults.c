/*
 * Fails or stops a program at its n-th change of a file: a library for LD_PRELOAD (Linux, glibc).
 *
 * FILEFAULTS_FOLDER  only what lies in this folder counts (an absolute path without links)
 * FILEFAULTS_LOG     a file that gets one line for each change: its number, the call, the path
 * FILEFAULTS_AT      the number of the change to act on, from 1; 0 or unset: only count
 * FILEFAULTS_KIND    kill: the process ends by SIGKILL before the change
 *                    torn: half of the bytes are written, then the process ends by SIGKILL
 *                    short: half of the bytes are written, and the call says so
 *                    eio, enospc: the change fails with that error
 * torn and short act as kill and as nothing on changes that write no bytes.
 *
 * A counted change is a write, a truncation, an fsync, a rename, a removal, or a file or folder made.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static const char *folder;
static size_t folder_length;
static const char *kind = "";
static long act_at;
static int log_file = -1;
static atomic_long changes;

enum verdict { GO_ON, HALF, FAIL };

__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("FILEFAULTS_AT");
  const char *named_kind = getenv("FILEFAULTS_KIND");
  const char *log_path = getenv("FILEFAULTS_LOG");
  folder = getenv("FILEFAULTS_FOLDER");
  if (folder != NULL) folder_length = strlen(folder);
  if (at != NULL) act_at = strtol(at, NULL, 10);
  if (named_kind != NULL) kind = named_kind;
  if (log_path != NULL) {
    log_file = (int)syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  }
}

static int counts(const char *path) {
  return folder != NULL && path != NULL && strncmp(path, folder, folder_length) == 0 &&
         (path[folder_length] == '/' || path[folder_length] == 0);
}

static int counts_descriptor(int descriptor, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return counts(path);
}

static void stop(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Counts a change and says what becomes of it. */
static enum verdict change(const char *call, const char *path, int writes_bytes) {
  long number = atomic_fetch_add(&changes, 1) + 1;
  if (log_file >= 0) {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%ld %s %s\n", number, call, path);
    syscall(SYS_write, log_file, line, (size_t)length);
  }
  if (number != act_at) return GO_ON;
  if (strcmp(kind, "eio") == 0) { errno = EIO; return FAIL; }
  if (strcmp(kind, "enospc") == 0) { errno = ENOSPC; return FAIL; }
  if (strcmp(kind, "kill") == 0) stop();
  if (strcmp(kind, "torn") == 0 && !writes_bytes) stop();
  return writes_bytes ? HALF : GO_ON;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static ssize_t written_half(ssize_t result) {
  if (strcmp(kind, "torn") == 0) stop();
  return result;
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  char path[PATH_MAX];
  if (counts_descriptor(descriptor, path)) {
    enum verdict verdict = change("write", path, 1);
    if (verdict == FAIL) return -1;
    if (verdict == HALF) return written_half(REAL(write)(descriptor, bytes, (size + 1) / 2));
  }
  return REAL(write)(descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
  char path[PATH_MAX];
  if (counts_descriptor(descriptor, path)) {
    enum verdict verdict = change("pwrite", path, 1);
    if (verdict == FAIL) return -1;
    if (verdict == HALF) return written_half(REAL(pwrite64)(descriptor, bytes, (size + 1) / 2, offset));
  }
  return REAL(pwrite64)(descriptor, bytes, size, offset);
}

/* Calls that take a descriptor and write no bytes. */
#define ON_DESCRIPTOR(name, parameters, arguments)                                     \
  int name parameters {                                                               \
    char path[PATH_MAX];                                                              \
    if (counts_descriptor(descriptor, path) && change(#name, path, 0) == FAIL) return -1; \
    return REAL(name) arguments;                                                      \
  }

ON_DESCRIPTOR(fsync, (int descriptor), (descriptor))
ON_DESCRIPTOR(fdatasync, (int descriptor), (descriptor))
ON_DESCRIPTOR(ftruncate64, (int descriptor, off64_t size), (descriptor, size))

/* Calls that take a path. */
#define ON_PATH(name, parameters, path, arguments)                        \
  int name parameters {                                                  \
    if (counts(path) && change(#name, path, 0) == FAIL) return -1;       \
    return REAL(name) arguments;                                         \
  }

ON_PATH(rename, (const char *from, const char *to), to, (from, to))
ON_PATH(unlink, (const char *path), path, (path))
ON_PATH(rmdir, (const char *path), path, (path))
ON_PATH(mkdir, (const char *path, mode_t mode), path, (path, mode))
ON_PATH(unlinkat, (int folder_descriptor, const char *path, int flags), path, (folder_descriptor, path, flags))

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  if (counts(to) && change("renameat", to, 0) == FAIL) return -1;
  return REAL(renameat)(from_folder, from, to_folder, to);
}

static int makes_file(const char *path, int flags) {
  return (flags & O_CREAT) != 0 && counts(path);
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if (makes_file(path, flags) && change("open", path, 0) == FAIL) return -1;
  return REAL(open64)(path, flags, mode);
}

int openat64(int folder_descriptor, const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if (makes_file(path, flags) && change("openat", path, 0) == FAIL) return -1;
  return REAL(openat64)(folder_descriptor, path, flags, mode);
}
