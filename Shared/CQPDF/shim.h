// libqpdf (https://qpdf.org): the one place that names its headers.
#ifndef ENCOURS_CQPDF_SHIM_H
#define ENCOURS_CQPDF_SHIM_H

#include <qpdf/qpdf-c.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// The exit status of a search.
enum {
  ENCOURS_PDF_FOUND = 0,
  ENCOURS_PDF_UNREADABLE = 1,
  ENCOURS_PDF_NOTHING = 2,
  ENCOURS_PDF_TOO_LARGE = 3,
};

// What a search may use.
struct encours_pdf_limits {
  size_t output_bytes;
  size_t memory_bytes;
  unsigned seconds;
};

struct encours_pdf_search {
  qpdf_data pdf;
  // Lower case, a line feed before and after each.
  const char *names;
  qpdf_oh stream;
  int nodes_left;
};

static inline bool encours_pdf_is_wanted(const char *names, const char *name) {
  char line[66];
  size_t length = strlen(name);
  if (length + 3 > sizeof line) return false;
  line[0] = '\n';
  for (size_t index = 0; index < length; index++) {
    char byte = name[index];
    line[index + 1] = byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
  }
  line[length + 1] = '\n';
  line[length + 2] = 0;
  return strstr(names, line) != NULL;
}

// A file specification (ISO 32000-1, 7.11.3): its name, and the stream that holds the file.
static inline bool encours_pdf_take(struct encours_pdf_search *search, qpdf_oh file) {
  qpdf_data pdf = search->pdf;
  const char *keys[] = {"/UF", "/F"};
  qpdf_oh streams = qpdf_oh_get_key_if_dict(pdf, file, "/EF");
  bool is_wanted = false;
  for (int index = 0; index < 2 && !is_wanted; index++) {
    qpdf_oh name = qpdf_oh_get_key_if_dict(pdf, file, keys[index]);
    is_wanted = qpdf_oh_is_string(pdf, name) &&
                encours_pdf_is_wanted(search->names, qpdf_oh_get_utf8_value(pdf, name));
  }
  for (int index = 0; index < 2 && is_wanted; index++) {
    search->stream = qpdf_oh_get_key_if_dict(pdf, streams, keys[1 - index]);
    if (qpdf_oh_is_stream(pdf, search->stream)) return true;
  }
  return false;
}

// A name tree (7.9.6) of file specifications.
static inline bool encours_pdf_search_tree(
    struct encours_pdf_search *search, qpdf_oh node, int depth) {
  qpdf_data pdf = search->pdf;
  if (depth == 0 || search->nodes_left-- <= 0) return false;
  qpdf_oh names = qpdf_oh_get_key_if_dict(pdf, node, "/Names");
  if (qpdf_oh_is_array(pdf, names)) {
    int count = qpdf_oh_get_array_n_items(pdf, names);
    for (int index = 1; index < count && search->nodes_left-- > 0; index += 2) {
      if (encours_pdf_take(search, qpdf_oh_get_array_item(pdf, names, index))) return true;
    }
  }
  qpdf_oh kids = qpdf_oh_get_key_if_dict(pdf, node, "/Kids");
  if (!qpdf_oh_is_array(pdf, kids)) return false;
  int count = qpdf_oh_get_array_n_items(pdf, kids);
  for (int index = 0; index < count; index++) {
    qpdf_oh kid = qpdf_oh_get_array_item(pdf, kids, index);
    if (encours_pdf_search_tree(search, kid, depth - 1)) return true;
  }
  return false;
}

// Among all files of the document, or else those that the document as a whole is associated with.
static inline bool encours_pdf_find(struct encours_pdf_search *search) {
  qpdf_data pdf = search->pdf;
  qpdf_oh root = qpdf_get_root(pdf);
  qpdf_oh names = qpdf_oh_get_key_if_dict(pdf, root, "/Names");
  qpdf_oh files = qpdf_oh_get_key_if_dict(pdf, names, "/EmbeddedFiles");
  if (encours_pdf_search_tree(search, files, 32)) return true;
  qpdf_oh associated = qpdf_oh_get_key_if_dict(pdf, root, "/AF");
  if (!qpdf_oh_is_array(pdf, associated)) return false;
  int count = qpdf_oh_get_array_n_items(pdf, associated);
  for (int index = 0; index < count && search->nodes_left-- > 0; index++) {
    if (encours_pdf_take(search, qpdf_oh_get_array_item(pdf, associated, index))) return true;
  }
  return false;
}

static inline int encours_pdf_write(
    const unsigned char *bytes, size_t count, const char *names, size_t limit, int output) {
  struct encours_pdf_search search = {.names = names, .nodes_left = 10000};
  search.pdf = qpdf_init();
  qpdf_silence_errors(search.pdf);
  qpdf_set_suppress_warnings(search.pdf, QPDF_TRUE);
  QPDF_ERROR_CODE code =
      qpdf_read_memory(search.pdf, "", (const char *)bytes, count, NULL);
  if (code & QPDF_ERRORS) return ENCOURS_PDF_UNREADABLE;
  if (!encours_pdf_find(&search)) return ENCOURS_PDF_NOTHING;
  unsigned char *file = NULL;
  size_t size = 0;
  QPDF_BOOL is_plain = QPDF_FALSE;
  code = qpdf_oh_get_stream_data(
      search.pdf, search.stream, qpdf_dl_specialized, &is_plain, &file, &size);
  if ((code & QPDF_ERRORS) || !is_plain) return ENCOURS_PDF_UNREADABLE;
  if (size > limit) return ENCOURS_PDF_TOO_LARGE;
  while (size > 0) {
    ssize_t written = write(output, file, size);
    if (written <= 0) return ENCOURS_PDF_UNREADABLE;
    file += written;
    size -= (size_t)written;
  }
  return ENCOURS_PDF_FOUND;
}

// Writes the first attachment with one of the names to `output`, in a process of its own, which it
// returns; -1 where there is none.
//
// A few bytes of a PDF may unpack into gigabytes, and libqpdf bounds neither memory nor time: the
// system does. Memory is counted beside what this process has already.
static inline pid_t encours_pdf_begin(
    const unsigned char *bytes,
    size_t count,
    const char *names,
    struct encours_pdf_limits limits,
    int output) {
  pid_t child = fork();
  if (child != 0) return child;
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%ld", &pages) != 1) _exit(ENCOURS_PDF_UNREADABLE);
  rlim_t memory = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + limits.memory_bytes;
  struct rlimit space = {memory, memory};
  struct rlimit time = {limits.seconds, limits.seconds};
  struct rlimit core = {0, 0};
  if (setrlimit(RLIMIT_AS, &space) != 0 || setrlimit(RLIMIT_CPU, &time) != 0 ||
      setrlimit(RLIMIT_CORE, &core) != 0) {
    _exit(ENCOURS_PDF_UNREADABLE);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  int ending[] = {SIGALRM, SIGXCPU, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGPIPE};
  for (size_t index = 0; index < sizeof ending / sizeof *ending; index++) {
    signal(ending[index], SIG_DFL);
  }
  alarm(limits.seconds);
  _exit(encours_pdf_write(bytes, count, names, limits.output_bytes, output));
}

#endif
