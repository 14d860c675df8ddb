// Swift's Glibc module lacks statfs(2), and statvfs(3) does not tell the kind of file system.
#include <sys/vfs.h>
