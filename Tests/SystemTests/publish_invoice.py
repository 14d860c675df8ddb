import json, os, pika

invoice = {"invoice": "INV-2026-9001", "account": "C-1001", "issueDate": "2026-04-01",
           "net": {"amount": "100.00", "currency": "EUR"},
           "tax": {"amount": "20.00", "currency": "EUR"},
           "gross": {"amount": "120.00", "currency": "EUR"}}
headers = {"cloudEvents_specversion": "1.0", "cloudEvents_id": "INV-2026-9001",
           "cloudEvents_source": "/billing", "cloudEvents_type": "billing.invoice.issued.v1"}
connection = pika.BlockingConnection(pika.URLParameters(os.environ["BILLING_URL"]))
channel = connection.channel()
channel.confirm_delivery()
channel.basic_publish("encours.billing", "billing.invoice.issued.v1", json.dumps(invoice),
                      pika.BasicProperties(content_type="application/json", delivery_mode=2,
                                           headers=headers), mandatory=True)
