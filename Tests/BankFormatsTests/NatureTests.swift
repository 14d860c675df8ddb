import BankFormats
import Testing

@Suite("What a row means")
struct NatureTests {
  @Test(
    "direction, reversal and return information together",
    arguments: [
      ("100", nil, "", BankRow.Nature.payment), ("100", "false", "", .payment),
      ("100", "true", "", .returnedDebit), ("100", nil, "<RtrInf/>", .returnedDebit),
      ("-100", nil, "", .otherDebit), ("-100", "1", "", .returnedPayment),
      ("-100", nil, "<RtrInf><Rsn><Prtry>why</Prtry></Rsn></RtrInf>", .returnedPayment),
      ("-100", nil, subFamily("UPDD"), .returnedPayment),
      ("-100", nil, subFamily("ESCT"), .otherDebit),
      ("100", nil, subFamily("RRTN"), .returnedDebit),
    ] as [(String, String?, String, BankRow.Nature)]
  )
  func nature(amount: String, reversal: String?, detail: String, nature: BankRow.Nature) throws {
    let details = CamtText.batch(nil, [CamtText.detail(nil, detail)])
    let text = CamtText(entries: [CamtText.entry(amount, reversal: reversal, details: details)])
    #expect(try text.file.rows().map(\.nature) == [nature])
  }

  private static func subFamily(_ code: String) -> String {
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>X</Cd><SubFmlyCd>\(code)</SubFmlyCd></Fmly></Domn>"
      + "</BkTxCd>"
  }
}
