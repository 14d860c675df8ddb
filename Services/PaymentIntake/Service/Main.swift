import Logging
import ServiceHost
import ServiceKit
import StateFiles

@main
enum Main {
  static func main() async {
    await ServiceMain.run(PaymentIntakeService.self) { settings in
      InboxFolder(folder: settings.inboxFolder, files: PosixFileSystem()) { warning in
        Logger(label: "encours.inbox").warning("inbox folder", metadata: ["text": "\(warning)"])
      }
    }
  }
}
