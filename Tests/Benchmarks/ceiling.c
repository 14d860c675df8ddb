/* The ceiling: what a plain C program on librabbitmq reaches with the same broker operations as the
 * product needs for a payment, and no work of its own: no JSON, no decision, no journal.
 *
 *   ceiling HOST PORT USER PASSWORD-FILE PAYMENTS BODY-BYTES
 *
 * Five threads stand for the billing system, payment intake, matching, credit control and reporting,
 * each with a connection to receive and one to send; quorum queues, persistent messages, headers
 * like the product's, a window of 256 unconfirmed messages, prefetch 300, acknowledged in batches.
 * A payment is: published once; then received and identified (to matching, credit control and
 * reporting); then applied (to credit control and reporting). Prints the seconds from the first
 * publish to the last "applied" in reporting, and fails when a message is missing. */
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { window = 256, prefetch = 300, batch = 256, headers = 11 };

static const char *host, *user;
static char password[256];
static int port, payments, body_bytes;
static char *body;
static struct timespec began, ended;
static int stop;

static void die(const char *what) {
  fprintf(stderr, "ceiling: %s\n", what);
  exit(1);
}

static void check(amqp_rpc_reply_t reply, const char *what) {
  if (reply.reply_type != AMQP_RESPONSE_NORMAL) die(what);
}

static amqp_connection_state_t connection(void) {
  amqp_connection_state_t state = amqp_new_connection();
  amqp_socket_t *socket = amqp_tcp_socket_new(state);
  if (!socket || amqp_socket_open(socket, host, port)) die("cannot connect");
  check(amqp_login(state, "/", 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, user, password), "login");
  amqp_channel_open(state, 1);
  check(amqp_get_rpc_reply(state), "channel");
  return state;
}

static void declare(amqp_connection_state_t state, const char *queue, const char **keys) {
  amqp_table_entry_t entry;
  entry.key = amqp_cstring_bytes("x-queue-type");
  entry.value.kind = AMQP_FIELD_KIND_UTF8;
  entry.value.value.bytes = amqp_cstring_bytes("quorum");
  amqp_table_t arguments = {1, &entry};
  amqp_queue_delete(state, 1, amqp_cstring_bytes(queue), 0, 0);
  check(amqp_get_rpc_reply(state), "delete");
  amqp_queue_declare(state, 1, amqp_cstring_bytes(queue), 0, 1, 0, 0, arguments);
  check(amqp_get_rpc_reply(state), "declare");
  for (; *keys; keys++) {
    amqp_queue_bind(state, 1, amqp_cstring_bytes(queue), amqp_cstring_bytes("ceiling.events"),
                    amqp_cstring_bytes(*keys), amqp_empty_table);
    check(amqp_get_rpc_reply(state), "bind");
  }
}

/* A sender with pipelined confirms. */
typedef struct {
  amqp_connection_state_t state;
  unsigned long sent, confirmed;
} sender;

static sender sender_new(void) {
  sender s = {connection(), 0, 0};
  amqp_confirm_select(s.state, 1);
  check(amqp_get_rpc_reply(s.state), "confirm");
  return s;
}

static void settle(sender *s, long microseconds) {
  struct timeval wait = {0, microseconds};
  amqp_frame_t frame;
  while (amqp_simple_wait_frame_noblock(s->state, &frame, &wait) == AMQP_STATUS_OK) {
    if (frame.frame_type == AMQP_FRAME_METHOD && frame.payload.method.id == AMQP_BASIC_ACK_METHOD) {
      amqp_basic_ack_t *ack = frame.payload.method.decoded;
      s->confirmed = ack->multiple ? ack->delivery_tag : s->confirmed + 1;
    } else if (frame.frame_type == AMQP_FRAME_METHOD) {
      die("a message was refused");
    }
    wait.tv_usec = 0;
  }
  amqp_maybe_release_buffers(s->state);
}

static void publish(sender *s, const char *key, unsigned number) {
  static const char *names[headers] = {
      "cloudEvents_specversion", "cloudEvents_id",           "cloudEvents_source",
      "cloudEvents_type",        "cloudEvents_subject",      "cloudEvents_time",
      "cloudEvents_partitionkey", "cloudEvents_sequence",    "cloudEvents_businessdate",
      "cloudEvents_businesscut", "traceparent"};
  amqp_table_entry_t entries[headers];
  char id[64];
  snprintf(id, sizeof id, "NL26VAYB8060476890:CEILING%08u:0", number);
  for (int i = 0; i < headers; i++) {
    entries[i].key = amqp_cstring_bytes(names[i]);
    entries[i].value.kind = AMQP_FIELD_KIND_UTF8;
    entries[i].value.value.bytes = amqp_cstring_bytes(id);
  }
  amqp_basic_properties_t properties = {0};
  properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG |
                      AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_HEADERS_FLAG;
  properties.content_type = amqp_cstring_bytes("application/json");
  properties.delivery_mode = 2;
  properties.message_id = amqp_cstring_bytes(id);
  properties.type = amqp_cstring_bytes(key);
  properties.headers.num_entries = headers;
  properties.headers.entries = entries;
  amqp_bytes_t content = {(size_t)body_bytes, body};
  while (s->sent - s->confirmed >= window) settle(s, 100000);
  if (amqp_basic_publish(s->state, 1, amqp_cstring_bytes("ceiling.events"),
                         amqp_cstring_bytes(key), 1, 0, &properties, content))
    die("cannot publish");
  s->sent++;
  if (s->sent % 32 == 0) settle(s, 0);
}

typedef struct {
  const char *queue;
  const char *out[3];
  long expected;
} role;

static void *work(void *argument) {
  role *r = argument;
  amqp_connection_state_t in = connection();
  sender out = sender_new();
  amqp_basic_qos(in, 1, 0, prefetch, 0);
  check(amqp_get_rpc_reply(in), "qos");
  amqp_basic_consume(in, 1, amqp_cstring_bytes(r->queue), amqp_empty_bytes, 0, 0, 0,
                     amqp_empty_table);
  check(amqp_get_rpc_reply(in), "consume");
  long received = 0, applied = 0;
  while (received < r->expected) {
    unsigned long last = 0;
    int taken = 0;
    for (; taken < batch && received < r->expected; taken++) {
      struct timeval wait = {0, taken ? 0 : 1000000};
      amqp_envelope_t envelope;
      amqp_maybe_release_buffers(in);
      amqp_rpc_reply_t reply = amqp_consume_message(in, &envelope, &wait, 0);
      if (reply.reply_type != AMQP_RESPONSE_NORMAL) break;
      last = envelope.delivery_tag;
      received++;
      if (envelope.routing_key.len == 7 && !memcmp(envelope.routing_key.bytes, "applied", 7))
        applied++;
      amqp_destroy_envelope(&envelope);
      for (int i = 0; r->out[i]; i++) publish(&out, r->out[i], (unsigned)received);
    }
    if (last) amqp_basic_ack(in, 1, last, 1);
    settle(&out, 0);
    if (stop) die("stopped before everything had come");
  }
  if (applied == payments && !strcmp(r->queue, "ceiling.reporting"))
    clock_gettime(CLOCK_MONOTONIC, &ended);
  while (out.confirmed < out.sent) settle(&out, 100000);
  return NULL;
}

int main(int count, char **arguments) {
  if (count != 7) die("HOST PORT USER PASSWORD-FILE PAYMENTS BODY-BYTES");
  host = arguments[1];
  port = atoi(arguments[2]);
  user = arguments[3];
  FILE *file = fopen(arguments[4], "r");
  if (!file || !fgets(password, sizeof password, file)) die("cannot read the password");
  password[strcspn(password, "\n")] = 0;
  payments = atoi(arguments[5]);
  body_bytes = atoi(arguments[6]);
  body = malloc((size_t)body_bytes);
  memset(body, 'x', (size_t)body_bytes);

  amqp_connection_state_t admin = connection();
  amqp_exchange_declare(admin, 1, amqp_cstring_bytes("ceiling.events"),
                        amqp_cstring_bytes("topic"), 0, 1, 0, 0, amqp_empty_table);
  check(amqp_get_rpc_reply(admin), "exchange");
  declare(admin, "ceiling.intake", (const char *[]){"captured", NULL});
  declare(admin, "ceiling.matching", (const char *[]){"identified", NULL});
  declare(admin, "ceiling.credit", (const char *[]){"identified", "applied", NULL});
  declare(admin, "ceiling.reporting",
          (const char *[]){"received", "identified", "applied", NULL});

  role roles[] = {{"ceiling.intake", {"received", "identified", NULL}, payments},
                  {"ceiling.matching", {"applied", NULL, NULL}, payments},
                  {"ceiling.credit", {NULL, NULL, NULL}, 2L * payments},
                  {"ceiling.reporting", {NULL, NULL, NULL}, 3L * payments}};
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, work, &roles[i]);
  sender source = sender_new();
  clock_gettime(CLOCK_MONOTONIC, &began);
  for (int i = 0; i < payments; i++) publish(&source, "captured", (unsigned)i);
  while (source.confirmed < source.sent) settle(&source, 100000);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  if (!ended.tv_sec) die("reporting did not see every payment applied");
  /* The last acknowledgements may not have arrived: what they leave is nobody's work. */
  for (int i = 0; i < 4; i++) {
    amqp_queue_delete(admin, 1, amqp_cstring_bytes(roles[i].queue), 0, 0);
    check(amqp_get_rpc_reply(admin), "delete");
  }
  amqp_exchange_delete(admin, 1, amqp_cstring_bytes("ceiling.events"), 0);
  check(amqp_get_rpc_reply(admin), "delete the exchange");
  printf("%.3f\n", (double)(ended.tv_sec - began.tv_sec) + (ended.tv_nsec - began.tv_nsec) / 1e9);
  return 0;
}
