#include <sys/time.h>

// librabbitmq 0.11 installs <amqp.h>; later releases <rabbitmq-c/amqp.h>.
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/framing.h>
#include <rabbitmq-c/ssl_socket.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#endif

// Swift cannot call a variadic C function.
static inline amqp_rpc_reply_t encours_amqp_login(
    amqp_connection_state_t state, char const *virtual_host, int channel_max, int frame_max,
    int heartbeat, amqp_table_t const *properties, char const *user, char const *password) {
  return amqp_login_with_properties(state, virtual_host, channel_max, frame_max, heartbeat,
                                    properties, AMQP_SASL_METHOD_PLAIN, user, password);
}
