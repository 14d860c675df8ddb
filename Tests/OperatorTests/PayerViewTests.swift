import DomainKit
import Messages
import OperatorKit
import Testing

@Suite("Payers as a person reads them")
struct PayerViewTests {
  private func lesson(
    _ account: AccountID,
    payments: Int,
    matches: Int? = nil,
    isByPerson: Bool = false
  )
    -> LearntPayer.Lesson
  {
    LearntPayer.Lesson(
      account: account,
      payments: payments,
      matches: matches,
      isByPerson: isByPerson,
      latest: "p:1",
      latestValueDate: CalendarDate(literal: "2026-03-10")
    )
  }

  private let iban = LearntPayer.Trait(kind: .iban, value: "FR7630006000011234567890189")

  @Test("each payer says from what it was learnt; IBANs are masked unless asked for")
  func payers() {
    let reply = ListPayers.Reply(
      payers: [
        LearntPayer(
          payer: iban,
          lessons: [lesson("C-1", payments: 1, isByPerson: true)],
          account: "C-1"
        ),
        LearntPayer(
          payer: LearntPayer.Trait(kind: .name, value: "AGENT"),
          lessons: [lesson("C-1", payments: 1), lesson("C-2", payments: 3)]
        ),
        LearntPayer(
          payer: LearntPayer.Trait(kind: .name, value: "ONCE"),
          lessons: [lesson("C-3", payments: 1)]
        ),
      ],
      count: 4
    )
    let page = Rendering.payers(reply)
    let lines = page.split(separator: "\n").map(String.init)
    #expect(lines[2].contains("FR…0189") && lines[2].contains("1 payment, assigned by hand"))
    #expect(lines[3].contains("AGENT") && lines[3].contains("1 payment; pays for several"))
    #expect(lines[4].contains("C-2") && !lines[4].contains("AGENT"))
    #expect(lines[5].contains("1 payment; too few to tell"))
    #expect(page.contains("1 more payer not listed."))
    var style = Rendering.Style.plain
    style.showsIBANs = true
    #expect(Rendering.payers(reply, style: style).contains("FR763000600001"), "as far as it fits")
    #expect(Rendering.payers(ListPayers.Reply(payers: [], count: 0)).contains("Nothing is learnt"))
  }

  @Test("what matching confirmed is said apart")
  func matches() {
    func page(_ lesson: LearntPayer.Lesson) -> String {
      let learnt = LearntPayer(payer: iban, lessons: [lesson], account: "C-1")
      return Rendering.payers(ListPayers.Reply(payers: [learnt], count: 1))
    }
    #expect(page(lesson("C-1", payments: 3, matches: 2)).contains("3 payments, 2 by their match"))
    #expect(!page(lesson("C-1", payments: 3)).contains("match"))
  }

  @Test("unidentified payments can be listed by the names that an assignment takes")
  func names() {
    let details = PaymentDetails.example
    let reply = ListUnidentified.Reply(
      payments: [UnidentifiedPayment(details: details, reason: "no evidence")],
      count: 3,
      sums: [details.amount]
    )
    let page = Rendering.unidentifiedNames(reply)
    #expect(page.contains("Payment       \(details.payment)\n"))
    #expect(page.contains("2 more payments not listed."))
  }

  @Test("returns that wait are listed by the names that a settlement takes")
  func returns() {
    let reply = ListUnidentified.Reply(
      payments: [],
      count: 0,
      sums: [],
      returns: ListUnidentified.exampleReply.returns,
      returnCount: 2
    )
    let page = Rendering.unidentifiedNames(reply)
    #expect(page.contains("Return  NL26VAYB8060476890:AAAASESS-0099:0:D\n"))
    #expect(page.contains("Waits   no payment fits"))
    #expect(page.contains("1 more return not listed."))
  }

  @Test("payments that may be one stand side by side, with the reason and whose they are")
  func suspected() {
    let page = Rendering.suspected(ListSuspected.exampleReply)
    #expect(page.contains("Payment     cardpay:ch_8f21\n"))
    #expect(page.contains("Other       NL26VAYB8060476890:AAAASESS-0001:0\n"))
    #expect(page.contains("by captured, Ateliers Morel, unidentified"))
    #expect(page.contains("by camt.053, Ateliers Morel, C-1001's"))
    #expect(page.contains("a provider told it, and the bank"))
    let none = ListSuspected.Reply(suspicions: [], count: 0)
    #expect(Rendering.suspected(none) == "No payment is suspected to be another.")
  }

  @Test("waiting advices say for which amount and payer, and why; IBANs are masked")
  func advices() {
    var advice = WaitingAdvice.example
    advice.advice = "FR7630006000011234567890189:RA-1:2026-03-10"
    advice.payer = Payer(name: nil, iban: "FR7630006000011234567890189")
    let reply = ListAdvices.Reply(advices: [.example, advice], count: 3, sums: [advice.amount])
    let page = Rendering.advices(reply)
    #expect(page.contains("Ateliers Morel") && page.contains("FR…0189"))
    #expect(page.contains("1,176.00") && page.contains("1 of them are not listed"))
    let details = Rendering.adviceDetails(reply)
    #expect(details.contains("FR…0189:RA-1:2026-03-10"))
    #expect(details.contains("TRACE-4711") && details.contains("1 more advice not listed."))
    for text in [page, details] { #expect(!text.contains("30006000011234567890")) }
    #expect(
      Rendering.advices(ListAdvices.Reply(advices: [], count: 0, sums: []))
        == "No advice waits for its payment."
    )
  }
}
