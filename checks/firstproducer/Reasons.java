package checks.firstproducer;

import java.util.Set;
import java.util.stream.Collectors;
import workshop.check.Attempt;

/** What a program says on standard error in one run and in no other, whatever the time, the topic and the addresses are. */
final class Reasons {

    private static final String NUMBER = "\\d+";

    private Reasons() {
    }

    /** Returns whether a run says something there that another one does not. */
    static boolean differ(Attempt run, String topic, Attempt other, String otherTopic) {
        return !said(other, otherTopic).containsAll(said(run, topic));
    }

    private static Set<String> said(Attempt run, String topic) {
        return run.run().errors().lines().stream().map(line -> line.replace(topic, "").replaceAll(NUMBER, "0").strip())
                .filter(line -> !line.isEmpty()).collect(Collectors.toSet());
    }
}
