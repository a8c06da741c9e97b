/* Recorder: logs what a program does to the files below one folder, in the order in which it happens.
 *
 * Loaded with LD_PRELOAD. RECORDED names the folder, RECORD the log. The program itself calls
 * recorder_mark("...") when it tells somebody that something is saved, and recorder_room(n, part)
 * to let the disk be full after n further writes (-1: never), the last of which may be cut short.
 *
 * A record of the log: op, inode, offset, two lengths, then so many bytes twice. Shared memory
 * (-shm) is not recorded: it is made anew after a power cut; it takes room like any other file.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 65536
enum { UNSEEN, SEEN, SHARED, FOLDER };

struct __attribute__((packed)) head {
    char op;
    uint64_t inode, offset;
    uint32_t size, second;
};

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char below[PATH_MAX];
static size_t below_size;
static int log_file = -1;
static char kind[MOST];
static char *names[MOST];
static long room = -1;
static int cut_short;

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("RECORDED"), *log = getenv("RECORD");
    if (!folder || !realpath(folder, below)) return;
    below_size = strlen(below);
    if (log)
        log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(char op, uint64_t inode, uint64_t offset, const void *data, size_t size,
                const void *more, size_t second) {
    if (log_file < 0) return;
    struct head head = {op, inode, offset, size, second};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)data, size}, {(void *)more, second}};
    if (syscall(SYS_writev, log_file, parts, 3) != (long)(sizeof head + size + second)) abort();
}

/* Write the name below the folder to `name`; say whether the path lies there. */
static int inside(int at, const char *path, char *name) {
    char whole[2 * PATH_MAX];
    if (!below_size || !path) return 0;
    if (path[0] == '/')
        snprintf(whole, sizeof whole, "%s", path);
    else if (at == AT_FDCWD) {
        char here[PATH_MAX];
        if (!getcwd(here, sizeof here)) return 0;
        snprintf(whole, sizeof whole, "%s/%s", here, path);
    } else if (at >= 0 && at < MOST && names[at])
        snprintf(whole, sizeof whole, "%s/%s%s%s", below, names[at], *names[at] ? "/" : "", path);
    else
        return 0;
    if (strncmp(whole, below, below_size)) return 0;
    if (whole[below_size] != '/' && whole[below_size]) return 0;
    const char *rest = whole + below_size;
    while (*rest == '/') rest++;
    snprintf(name, PATH_MAX, "%s", rest);
    return 1;
}

static int is_shared(const char *name) {
    size_t size = strlen(name);
    return size > 4 && !strcmp(name + size - 4, "-shm");
}

static int seen(int file) { return file >= 0 && file < MOST && kind[file] == SEEN; }
static int takes_room(int file) {
    return file >= 0 && file < MOST && (kind[file] == SEEN || kind[file] == SHARED);
}

static uint64_t inode_of(int file) {
    struct stat found;
    return fstat(file, &found) ? 0 : found.st_ino;
}

/* Take room for one write; return how much of it may be written. */
static size_t taken(size_t size) {
    if (room < 0) return size;
    if (room > 0) {
        room--;
        return size;
    }
    if (cut_short && size > 1) {
        cut_short = 0;
        return size / 2;
    }
    return 0;
}

static int is_full(void) {
    errno = ENOSPC;
    return -1;
}

void recorder_mark(const char *words) {
    pthread_mutex_lock(&turn);
    put('!', 0, 0, words, strlen(words), NULL, 0);
    pthread_mutex_unlock(&turn);
}

void recorder_room(long writes, int part) {
    pthread_mutex_lock(&turn);
    room = writes;
    cut_short = part;
    pthread_mutex_unlock(&turn);
}

long recorder_left(void) { return room; }

static int opened(int at, const char *path, int flags, mode_t mode) {
    char name[PATH_MAX];
    if (!inside(at, path, name)) return syscall(SYS_openat, at, path, flags, mode);
    pthread_mutex_lock(&turn);
    struct stat before;
    int new = (flags & O_CREAT) && fstatat(at, path, &before, 0) != 0;
    int file = new && !taken(1) ? is_full() : (int)syscall(SYS_openat, at, path, flags, mode);
    if (file >= 0 && file < MOST) {
        struct stat found;
        fstat(file, &found);
        int nameless = (flags & O_TMPFILE) == O_TMPFILE; /* gone with the power, whatever it held */
        kind[file] = S_ISDIR(found.st_mode) ? FOLDER : is_shared(name) || nameless ? SHARED : SEEN;
        free(names[file]);
        names[file] = strdup(name);
        if (kind[file] == SEEN && new) put('C', found.st_ino, 0, name, strlen(name), NULL, 0);
        if (kind[file] == SEEN && !new && (flags & O_TRUNC)) put('T', found.st_ino, 0, NULL, 0, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    return file;
}

#define MODE                                                                                       \
    mode_t mode = 0;                                                                               \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                           \
        va_list more;                                                                              \
        va_start(more, flags);                                                                     \
        mode = va_arg(more, mode_t);                                                               \
        va_end(more);                                                                              \
    }

int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }

int close(int file) {
    if (file >= 0 && file < MOST && kind[file]) {
        pthread_mutex_lock(&turn);
        kind[file] = UNSEEN;
        free(names[file]);
        names[file] = NULL;
        pthread_mutex_unlock(&turn);
    }
    return syscall(SYS_close, file);
}

static ssize_t written(int file, const void *data, size_t size, off64_t offset, int here) {
    if (!takes_room(file))
        return here ? syscall(SYS_write, file, data, size)
                    : syscall(SYS_pwrite64, file, data, size, offset);
    pthread_mutex_lock(&turn);
    if (here) {
        struct stat found;
        offset = lseek64(file, 0, SEEK_CUR);
        if ((fcntl(file, F_GETFL) & O_APPEND) && !fstat(file, &found)) offset = found.st_size;
    }
    size_t may = taken(size);
    ssize_t done = size && !may ? is_full()
                   : here       ? syscall(SYS_write, file, data, may)
                                : syscall(SYS_pwrite64, file, data, may, offset);
    if (done > 0 && seen(file)) put('W', inode_of(file), offset, data, done, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t write(int file, const void *data, size_t size) { return written(file, data, size, 0, 1); }
ssize_t pwrite(int file, const void *data, size_t size, off_t offset) {
    return written(file, data, size, offset, 0);
}
ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) {
    return written(file, data, size, offset, 0);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
    if (!takes_room(file)) return syscall(SYS_writev, file, parts, count);
    ssize_t whole = 0;
    for (int n = 0; n < count; n++) {
        ssize_t done = written(file, parts[n].iov_base, parts[n].iov_len, 0, 1);
        if (done < 0) return whole ? whole : done;
        whole += done;
        if ((size_t)done < parts[n].iov_len) break;
    }
    return whole;
}

static int shortened(int file, off64_t size) {
    if (!seen(file)) return syscall(SYS_ftruncate, file, size);
    pthread_mutex_lock(&turn);
    int done = syscall(SYS_ftruncate, file, size);
    if (!done) put('T', inode_of(file), size, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int ftruncate(int file, off_t size) { return shortened(file, size); }
int ftruncate64(int file, off64_t size) { return shortened(file, size); }

static int synced(int file, long call) {
    if (file < 0 || file >= MOST || kind[file] == UNSEEN || kind[file] == SHARED)
        return syscall(call, file);
    pthread_mutex_lock(&turn);
    int done = syscall(call, file);
    if (!done && kind[file] == SEEN) put('S', inode_of(file), 0, NULL, 0, NULL, 0);
    if (!done && kind[file] == FOLDER) put('D', 0, 0, names[file], strlen(names[file]), NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int fsync(int file) { return synced(file, SYS_fsync); }
int fdatasync(int file) { return synced(file, SYS_fdatasync); }

static int renamed(int at, const char *from, int to_at, const char *to) {
    char name[PATH_MAX], goal[PATH_MAX];
    if (!inside(at, from, name) || !inside(to_at, to, goal))
        return syscall(SYS_renameat, at, from, to_at, to);
    pthread_mutex_lock(&turn);
    int done = syscall(SYS_renameat, at, from, to_at, to);
    if (!done) put('R', 0, 0, name, strlen(name), goal, strlen(goal));
    pthread_mutex_unlock(&turn);
    return done;
}

int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int at, const char *from, int to_at, const char *to) { return renamed(at, from, to_at, to); }

static int removed(int at, const char *path, int flags) {
    char name[PATH_MAX];
    if (!inside(at, path, name)) return syscall(SYS_unlinkat, at, path, flags);
    pthread_mutex_lock(&turn);
    int done = syscall(SYS_unlinkat, at, path, flags);
    if (!done && !is_shared(name)) put('U', 0, 0, name, strlen(name), NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int founded(int at, const char *path, mode_t mode) {
    char name[PATH_MAX];
    if (!inside(at, path, name)) return syscall(SYS_mkdirat, at, path, mode);
    pthread_mutex_lock(&turn);
    int done = taken(1) ? (int)syscall(SYS_mkdirat, at, path, mode) : is_full();
    if (!done) put('M', 0, 0, name, strlen(name), NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int mkdir(const char *path, mode_t mode) { return founded(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return founded(at, path, mode); }
