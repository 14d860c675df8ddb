import ServiceHost
import ServiceKit

@main
enum Main {
  static func main() async {
    await ServiceMain.run(CreditControlService.self) { settings in
      settings.isCalendarAutomatic ? try MidnightFeed(zone: settings.calendarZone) : nil
    }
  }
}
