import ArgumentParser

/// The operator's tool.
@main
struct Encours: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encours",
    abstract: "Looks into the receivables and leads the house through its days.",
    subcommands: [],
    groupedSubcommands: [
      CommandGroup(
        name: "Receivables",
        subcommands: [
          Aging.self, Statement.self, Overdue.self, OpenItems.self, Explain.self,
          Unidentified.self, Advices.self, Reconciliation.self, Activity.self,
        ]
      ),
      CommandGroup(
        name: "Work",
        subcommands: [
          Import.self, PaymentCommand.self, PayerCommand.self, Invoice.self, CreditNote.self,
          Account.self, Rate.self, Day.self, Cut.self, Credit.self,
        ]
      ),
      CommandGroup(
        name: "The house",
        subcommands: [
          Status.self, ResendMessages.self, TopologyCommand.self, StateCommand.self,
          ContractsCommand.self, Demo.self,
        ]
      ),
    ]
  )
}
