import ServiceHost

@main
enum Main {
  static func main() throws { try ServiceMain.run(CreditControlService.self) }
}
