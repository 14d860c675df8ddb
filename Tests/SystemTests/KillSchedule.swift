import Messages
import ServiceKit

/// Whom to kill in a run and when: by the run's progress, so that every kill falls into it however
/// fast the machine is.
///
/// The same seed gives the same schedule.
struct KillSchedule: Sendable {
  enum Victim: Hashable, Sendable, CustomStringConvertible {
    case service(ServiceName)
    case broker

    static let all = ServiceName.allCases.map(Victim.service) + [.broker]

    var description: String {
      switch self {
      case .service(let name): name.rawValue
      case .broker: "broker"
      }
    }
  }

  struct Kill: Sendable {
    let victim: Victim
    /// How many payments have reached the end of the house by then.
    let afterPayments: Int
  }

  let kills: [Kill]

  /// The run is cut into as many stretches as there are kills, one at a random place in each;
  /// everybody has his turn as often as everybody else.
  init(kills count: Int, payments: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let victims = (0..<count).map { Victim.all[$0 % Victim.all.count] }.shuffled(using: &random)
    kills = victims.enumerated().map { index, victim in
      let stretch = payments * index / count..<payments * (index + 1) / count
      return Kill(victim: victim, afterPayments: Int.random(in: stretch, using: &random))
    }
  }
}
