import BankFormats
import Logging
import ServiceHost
import ServiceKit
import StateFiles

@main
enum Main {
  static func main() async {
    await ServiceMain.run(PaymentIntakeService.self) { settings in
      let files = PosixFileSystem()
      let layouts = try settings.layoutsFolder.map {
        try LayoutFolder.layouts(in: $0, files: files)
      }
      let formats = BankFormats(layouts: layouts ?? [])
      return InboxFolder(folder: settings.inboxFolder, files: files, formats: formats) { warning in
        Logger(label: "encours.inbox").warning("inbox folder", metadata: ["text": "\(warning)"])
      }
    }
  }
}
