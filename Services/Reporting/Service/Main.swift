import ServiceHost

@main
enum Main {
  static func main() throws {
    try ServiceMain.run(ReportingService.self)
  }
}
