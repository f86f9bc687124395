import java.io.File;
import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Check FLAVOUR[,FLAVOUR...] FILE...: one line a file and flavour; exit 1 if any fails. */
public class Check {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        int bad = 0;
        for (int i = 1; i < args.length; i++) {
            for (String f : args[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.fromString(f);
                String line;
                try (FileInputStream in = new FileInputStream(new File(args[i]));
                        PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
                        PDFAValidator v = Foundries.defaultInstance().createValidator(flavour, false)) {
                    ValidationResult r = v.validate(parser);
                    Map<String, Integer> failed = new TreeMap<>();
                    Map<String, String> where = new TreeMap<>();
                    for (TestAssertion a : r.getTestAssertions()) {
                        if (a.getStatus() == TestAssertion.Status.FAILED) {
                            String id = a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber();
                            failed.merge(id, 1, Integer::sum);
                            where.putIfAbsent(id, a.getMessage() + " @ " + a.getLocation().getContext());
                        }
                    }
                    line = r.isCompliant() ? "pass (" + r.getTotalAssertions() + " checks)" : "FAIL " + failed;
                    if (!r.isCompliant()) {
                        bad++;
                        for (Map.Entry<String, String> e : where.entrySet())
                            line += "\n    " + e.getKey() + ": " + e.getValue();
                    }
                } catch (Exception e) {
                    bad++;
                    line = "FAIL " + e;
                }
                System.out.println(args[i] + ": " + f + ": " + line);
            }
        }
        System.exit(bad == 0 ? 0 : 1);
    }
}
