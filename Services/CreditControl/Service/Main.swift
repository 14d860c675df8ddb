import ServiceHost

@main
enum Main {
  static func main() async { await ServiceMain.run(CreditControlService.self) }
}
