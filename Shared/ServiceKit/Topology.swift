package import DomainKit
package import Messages

package enum Topology {
  package enum Exchange {
    package static let events = "encours.events"
    package static let reports = "encours.reports"
    package static let parked = "encours.parked"
    package static let replies = "encours.replies"
    package static let rpc = "encours.rpc"
  }
  package static func reads(_ s: ServiceName) -> [String] { [] }
  package static func queue(of s: ServiceName, _ p: Partition?) -> String { "" }
  package static func callQueue(of s: ServiceName, _ p: Partition?) -> String { "" }
}
