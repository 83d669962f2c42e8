// A disk that takes its time: preloaded, it adds SLOWSYNC_US microseconds to every fsync and fdatasync, and writes how many
// there were to the file SLOWSYNC_COUNT when the process ends.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static atomic_long count;

static void wait_a_little(void) {
  const char* us = getenv("SLOWSYNC_US");
  long n = us ? atol(us) : 0;
  struct timespec t = {n / 1000000, n % 1000000 * 1000};
  if (n > 0) nanosleep(&t, NULL);
  count++;
}

int fsync(int fd) {
  int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  int r = next(fd);
  wait_a_little();
  return r;
}

int fdatasync(int fd) {
  int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  int r = next(fd);
  wait_a_little();
  return r;
}

__attribute__((destructor)) static void tell(void) {
  const char* path = getenv("SLOWSYNC_COUNT");
  FILE* f = path ? fopen(path, "w") : NULL;
  if (!f) return;
  fprintf(f, "%ld\n", atomic_load(&count));
  fclose(f);
}
