package workshop.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import workshop.evidence.Member;

/** One run of the program among several in a consumer group. */
public final class MemberRun {

    private static final int QUOTED_LINES = 4;
    // how the JVM begins to tell of what nobody has caught
    private static final String UNCAUGHT = "Exception in thread";

    private final String name;
    private final Attempt attempt;
    private boolean dismissed;

    MemberRun(String name, Attempt attempt) {
        this.name = name;
        this.attempt = attempt;
    }

    /** Returns what a verdict calls it, as in {@code program B}. */
    public String name() {
        return name;
    }

    /** Returns the attempt that it is. */
    public Attempt attempt() {
        return attempt;
    }

    /** Returns whether it is this member of the group. */
    public boolean is(Member member) {
        return attempt.traffic().memberIds().contains(member.id());
    }

    /** Returns whether it has asked this group to be a member. */
    public boolean hasJoined(String group) {
        return attempt.traffic().joined().contains(group);
    }

    /** Returns the partitions that the group has given it; none where no member is this run. */
    public Set<TopicPartition> partitions(List<Member> members) {
        return members.stream().filter(this::is).flatMap(member -> member.assignment().stream()).collect(Collectors.toSet());
    }

    /** Returns whether it was neither stopped nor killed by the check. */
    public boolean isToStay() {
        return !dismissed;
    }

    /** Returns whether it has ended and nobody had told it to. */
    public boolean hasFallen() {
        return !dismissed && attempt.run().hasEnded() && !hasWaitedForOtherBrokers();
    }

    /** Returns whether it was ended as it waited for brokers that the check has not told it of. */
    public boolean hasWaitedForOtherBrokers() {
        return attempt.waitedForOtherBrokers();
    }

    /** Tells it to stop by SIGTERM, and returns at once. */
    public void terminate() {
        dismissed = true;
        attempt.run().terminate();
    }

    /** Returns how it ended and what it said on standard error, in a sentence: {@code program B ended with code 1}. */
    public String ending() {
        List<String> lines = attempt.run().errors().lines().stream()
                .filter(line -> !line.isBlank() && !line.startsWith("\t")).map(String::strip).toList();
        // its last words: what it has lived through is told before them
        int last = IntStream.range(0, lines.size()).filter(line -> lines.get(line).startsWith(UNCAUGHT)).max()
                .orElse(Math.max(0, lines.size() - QUOTED_LINES));
        String errors = lines.stream().skip(last).limit(QUOTED_LINES).collect(Collectors.joining(" / "));
        return name + " " + attempt.run().ending() + (errors.isEmpty() ? "" : ", having said: " + Printed.quote(errors));
    }

    /** Notes that it will end by itself, and is right to. */
    public void dismiss() {
        dismissed = true;
    }

    /** Kills it; the group does not know of it yet when this returns. */
    public void kill() {
        dismissed = true;
        attempt.run().kill();
    }
}
