package checks.consumergroup;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import workshop.check.MemberRun;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.Wait;
import workshop.program.ProgramRun;

/** What the programs of lesson 05 print of their assignments, compared with what the group gave them and took from them. */
public final class Lines {

    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Pattern ASSIGNED = Pattern.compile("(?i)(?<!un)assign");
    private static final Pattern REVOKED = Pattern.compile("(?i)revo[ck]|unassign|lost");
    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{1,9}(?!\\d)");
    // what the client itself logs, where a program has a logger for it
    private static final String CLIENT_LOG = "clientId=";

    private final String topic;
    private final int partitions;
    private final Pattern exact;
    private final Map<MemberRun, Look> last = new HashMap<>();
    private Wrong misprinted;

    /** What a program had when it was looked at, and how many lines of each stream were there. */
    private record Look(Set<Integer> partitions, int output, int errors) {
    }

    public Lines(String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        this.exact = Pattern.compile(Pattern.quote(topic) + "-(\\d)(?!\\d)");
    }

    /** Returns the first thing that was printed wrong, or was not printed. */
    public Optional<Wrong> misprinted() {
        return Optional.ofNullable(misprinted);
    }

    /** Compares what a program has printed since it was looked at last with the partitions that the group gives it now. */
    public void compare(MemberRun run, Set<TopicPartition> given) {
        Set<Integer> now = given.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        if (misprinted == null && !Wait.holdsWithin(SETTLED, () -> misprint(run, now).isEmpty())) {
            misprinted = misprint(run, now).orElse(null);
        }
        ProgramRun program = run.attempt().run();
        last.put(run, new Look(now, program.output().lines().size(), program.errors().lines().size()));
    }

    private Optional<Wrong> misprint(MemberRun run, Set<Integer> now) {
        Look before = last.getOrDefault(run, new Look(Set.of(), 0, 0));
        List<String> lines = Stream.concat(run.attempt().run().output().lines().stream().skip(before.output()),
                run.attempt().run().errors().lines().stream().skip(before.errors())).toList();
        List<String> assigned = lines.stream().filter(line -> ASSIGNED.matcher(line).find()).toList();
        List<String> revoked = lines.stream().filter(line -> REVOKED.matcher(line).find()).toList();
        return IntStream.range(0, partitions).boxed().flatMap(partition -> {
            boolean had = before.partitions().contains(partition);
            boolean has = now.contains(partition);
            boolean toldRevoked = revoked.stream().anyMatch(line -> names(line, partition));
            if (has && !had && assigned.stream().noneMatch(line -> names(line, partition))) {
                return Stream.of(notAssigned(run, partition, assigned));
            }
            if (had && !has && !toldRevoked) {
                return Stream.of(notRevoked(run, partition, revoked));
            }
            boolean claims = assigned.stream().anyMatch(line -> claims(line, partition));
            return !has && claims && !toldRevoked ? Stream.of(claimed(run, partition, assigned)) : Stream.empty();
        }).findFirst();
    }

    private Wrong notAssigned(MemberRun run, int partition, List<String> assigned) {
        return Wrong.seen("the group gave " + topic + "-" + partition + " to " + run.name()
                        + ", which printed no line with \"assigned\" and this partition. " + quoted(assigned))
                .means("poll() takes part in the rebalance, and calls onPartitionsAssigned with the partitions that are new to "
                        + "this member before it returns their first record.")
                .lookAt("what does onPartitionsAssigned print, and of which partitions?");
    }

    private Wrong notRevoked(MemberRun run, int partition, List<String> revoked) {
        return Wrong.seen("the group took " + topic + "-" + partition + " from " + run.name()
                        + ", which printed no line with \"revoked\" and this partition. " + quoted(revoked))
                .means("before a partition goes to another member, poll() calls onPartitionsRevoked with it.")
                .lookAt("what does onPartitionsRevoked print, and of which partitions?");
    }

    private Wrong claimed(MemberRun run, int partition, List<String> assigned) {
        return Wrong.seen(run.name() + " printed that it was assigned " + topic + "-" + partition
                        + ", and no line with \"revoked\" and this partition; the group has given it to another member. "
                        + quoted(assigned))
                .means("a member has what onPartitionsAssigned was called with, less what onPartitionsRevoked was called with. "
                        + "The topic has more partitions than that.")
                .lookAt("which partitions do the two methods print, and where does the list come from?");
    }

    private static String quoted(List<String> lines) {
        return lines.isEmpty() ? "There was no such line at all."
                : "It printed: " + Printed.quote(lines.stream().limit(3).collect(Collectors.joining(" / ")));
    }

    private boolean names(String line, int partition) {
        Set<Integer> named = named(line);
        return named.contains(partition) || named.isEmpty() && NUMBER.matcher(line).results()
                .anyMatch(match -> Integer.parseInt(match.group()) == partition);
    }

    // a number may mean anything, and a line that says both words too
    private boolean claims(String line, int partition) {
        return named(line).contains(partition) && !REVOKED.matcher(line).find() && !line.contains(CLIENT_LOG);
    }

    private Set<Integer> named(String line) {
        return exact.matcher(line).results().map(match -> Integer.parseInt(match.group(1))).collect(Collectors.toSet());
    }
}
