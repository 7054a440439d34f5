// Judges PDF files by the veraPDF library: java -cp JAR org.mozilla.javascript.tools.shell.Main
// vera.js ua1,2a FILE... prints a line a file and standard, and a line a broken rule.
var Java = Packages;
var Values = Java.org.verapdf.pdfa.validation.profiles.Profiles;
var Foundries = Java.org.verapdf.pdfa.Foundries;
var Flavours = Java.org.verapdf.pdfa.flavours.PDFAFlavour;
var Specifications = Java.org.verapdf.pdfa.flavours["PDFAFlavour$Specification"];
Java.java.util.logging.Logger.getLogger("").setLevel(Java.java.util.logging.Level.OFF);
Java.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();

function each(list, use) {
  for (var i = 0; i < list.getLength(); i++) use(list.item(i));
}

function text(element, name) {
  var found = element.getElementsByTagName(name);
  return found.getLength() ? String(found.item(0).getTextContent()) : "";
}

function rule(element) {
  var id = element.getElementsByTagName("id").item(0), none = new Java.java.util.ArrayList();
  var number = Java.java.lang.Integer.parseInt(id.getAttribute("testNumber"));
  var specification = Specifications.valueOf(id.getAttribute("specification"));
  var deferred = element.getAttribute("deferred") == "true" ? Java.java.lang.Boolean.TRUE : null;
  var tags = element.getAttribute("tags") == "" ? null : element.getAttribute("tags");
  return Values.ruleFromValues(
    Values.ruleIdFromValues(specification, id.getAttribute("clause"), number),
    element.getAttribute("object"), deferred, tags, text(element, "description"),
    text(element, "test"), Values.errorFromValues(text(element, "message"), none), none);
}

function profile(flavour) {
  var name = flavour == "ua1" ? "PDFUA-1" : "PDFA-" + flavour.toUpperCase();
  var place = "org/verapdf/pdfa/validation/" + name + ".xml";
  var builder = Java.javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
  var root = builder.parse(Java.java.lang.ClassLoader.getSystemResourceAsStream(place)).getDocumentElement();
  var rules = new Java.java.util.HashSet(), variables = new Java.java.util.HashSet();
  each(root.getElementsByTagName("rule"), function (element) { rules.add(rule(element)); });
  each(root.getElementsByTagName("variable"), function (element) {
    variables.add(Values.variableFromValues(element.getAttribute("name"), element.getAttribute("object"),
      text(element, "defaultValue"), text(element, "value")));
  });
  var details = Values.profileDetailsFromValues(name, name, "veraPDF", new Java.java.util.Date(0));
  return Values.profileFromValues(
    Flavours.valueOf(root.getAttribute("flavour")), details, "", rules, variables);
}

function judged(flavour, rules, file) {
  var stream = new Java.java.io.FileInputStream(file), foundry = Foundries.defaultInstance();
  var parser = foundry.createParser(stream, rules.getPDFAFlavour());
  var result = foundry.createValidator(rules, 1000, false, true, false).validate(parser);
  print((result.isCompliant() ? "PASS " : "FAIL ") + flavour + " " + file + ", " +
    result.getTotalAssertions() + " checks");
  var failed = result.getFailedChecks().entrySet().iterator();
  while (failed.hasNext()) {
    var entry = failed.next(), id = entry.getKey();
    print("  clause " + id.getClause() + ", test " + id.getTestNumber() + ": " + entry.getValue() + " failures");
  }
  return result.isCompliant();
}

var sound = true, files = Array.prototype.slice.call(arguments, 1);
String(arguments[0]).split(",").forEach(function (flavour) {
  var rules = profile(flavour);
  files.forEach(function (file) { sound = judged(flavour, rules, file) && sound; });
});
quit(sound ? 0 : 1);
