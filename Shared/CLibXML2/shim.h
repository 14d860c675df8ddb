// libxml2 (https://gitlab.gnome.org/GNOME/libxml2): the one place that names its headers.
#ifndef ENCOURS_CLIBXML2_SHIM_H
#define ENCOURS_CLIBXML2_SHIM_H

#include <libxml/xmlversion.h>

// Where libxml2 is built with ICU, its headers pull in ICU's, which differ from those that
// Foundation brings. Only the inside of xmlCharEncodingHandler depends on them: it is not used.
#undef LIBXML_ICU_ENABLED

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlstring.h>

// What libxml2 cannot report in any other way it prints to standard error, which is a service's log.
static inline void encours_xml_no_print(void *context, const char *message, ...) {
  (void)context;
  (void)message;
}

// For the calling thread, as libxml2 keeps it.
static inline void encours_xml_be_silent(void) {
  xmlSetGenericErrorFunc(NULL, encours_xml_no_print);
}

#endif
