import DomainKit
import EInvoiceBilling
import EInvoices
import Foundation
import InvoicingDomain
import ServiceKit

/// The house's profile, which also writes its electronic invoices.
extension InvoicingService {
  /// What law misses in invoices after the profile; by the rule by which they are written later.
  static func missingMentions(
    after file: String
  ) throws(SettingsError) -> Invoicing.MissingMentions {
    func refused(_ expected: String) -> SettingsError {
      SettingsError(name: "invoicing.issuerFile", value: file, expected: expected)
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw refused("a file that can be read")
    }
    do throws(RefusedProfile) {
      let profile = try IssuerProfile(json: [UInt8](data))
      // Whether there is a rate counts, not which one.
      return Invoicing.MissingMentions(
        withRate: profile.missingMentions(lateChargeRate: Percentage(literal: "1")).map(fault),
        withoutRate: profile.missingMentions(lateChargeRate: nil).map(fault)
      )
    } catch {
      throw refused("a profile of the house in JSON; \(error)")
    }
  }

  private static func fault(_ missing: MentionFault) -> Invoicing.Fault {
    Invoicing.Fault("mentions.\(missing.mention.rawValue)", .mentionMissing, missing.description)
  }
}
