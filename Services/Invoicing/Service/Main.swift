import ServiceHost

@main
enum Main {
  static func main() async { await ServiceMain.run(InvoicingService.self) }
}
