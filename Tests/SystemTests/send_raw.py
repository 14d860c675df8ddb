"""Sends one message exactly as a file of JSON describes it, whatever limits Encours keeps itself.

Usage: BILLING_URL=amqp://... send_raw.py FILE
"""
import base64, json, os, sys, pika

with open(sys.argv[1], encoding="utf-8") as file:
    message = json.load(file)
connection = pika.BlockingConnection(pika.URLParameters(os.environ["BILLING_URL"]))
channel = connection.channel()
channel.confirm_delivery()
channel.basic_publish(message["exchange"], message["routingKey"],
                      base64.b64decode(message["body"]),
                      pika.BasicProperties(content_type=message.get("contentType"),
                                           delivery_mode=2, headers=message["headers"]),
                      mandatory=True)
connection.close()
