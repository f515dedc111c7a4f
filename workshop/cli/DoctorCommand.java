package workshop.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import workshop.doctor.Examination;
import workshop.doctor.Finding;

/** Says what this machine has of what the workshop needs. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Says what this machine has of what the workshop needs, and what to do where something lacks.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:it has all", "1:something lacks"})
public final class DoctorCommand implements Callable<Integer> {

    private static final int LACKING = 1;

    @Override
    public Integer call() {
        Terminal.busy("looking…");
        List<Finding> findings = Examination.all();
        Terminal.busy("");
        for (Finding finding : findings) {
            Terminal.OUT.printf("  %s %-8s %s%n", finding.enough() ? "✓" : "✗", finding.what(), finding.said());
            if (!finding.remedy().isEmpty()) {
                Terminal.OUT.println("             " + finding.remedy());
            }
        }
        return findings.stream().allMatch(Finding::enough) ? 0 : LACKING;
    }
}
