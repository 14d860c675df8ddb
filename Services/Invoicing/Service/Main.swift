import ServiceHost

@main
enum Main {
  static func main() throws { try ServiceMain.run(InvoicingService.self) }
}
