package workshop.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import workshop.evidence.Group;
import workshop.evidence.Member;
import workshop.evidence.Wait;

/** The program as the members of one consumer group: it runs several times, and runs come and go. */
public final class MemberRuns {

    private final Group group;
    private final List<TopicPartition> partitions;
    private final Supplier<Attempt> attempts;
    private final List<MemberRun> runs = new ArrayList<>();

    /**
     * Begins without a run.
     *
     * @param group    the group that each run is to be a member of
     * @param topic    what they are to share; it exists
     * @param attempts makes each run, which is not started yet
     */
    public MemberRuns(Trial trial, String group, String topic, Supplier<Attempt> attempts) {
        this.group = trial.evidence().group(group);
        this.partitions = trial.evidence().partitions(topic);
        this.attempts = attempts;
    }

    /** Starts so many runs more: program A, program B and so on. */
    public void start(int count) {
        for (int i = 0; i < count; i++) {
            start(attempts.get());
        }
    }

    /** Starts one run more, in surroundings of its own, and returns it. */
    public MemberRun start(Attempt attempt) {
        MemberRun run = new MemberRun("program " + (char) ('A' + runs.size()), attempt.start());
        runs.add(run);
        return run;
    }

    /** Returns all runs, also those that have ended, in the order in which they were started. */
    public List<MemberRun> all() {
        return List.copyOf(runs);
    }

    /** Returns the runs that the check has neither stopped nor killed. */
    public List<MemberRun> staying() {
        return runs.stream().filter(MemberRun::isToStay).toList();
    }

    /** Returns a run that has ended and should not. */
    public Optional<MemberRun> fallen() {
        return runs.stream().filter(MemberRun::hasFallen).findFirst();
    }

    /** Returns the group. */
    public Group group() {
        return group;
    }

    /**
     * Returns whether each run that stays is one of these members and has heard of the last rebalance, and they share the
     * partitions as evenly as they can.
     */
    public boolean isShared(List<Member> members) {
        List<MemberRun> staying = staying();
        List<Integer> shares = members.stream().map(member -> member.assignment().size()).sorted().toList();
        List<Integer> even = IntStream.range(0, staying.size())
                .mapToObj(n -> (partitions.size() + n) / staying.size()).toList();
        return shares.equals(even)
                && members.stream().flatMap(member -> member.assignment().stream()).toList().containsAll(partitions)
                && staying.stream().allMatch(run -> members.stream().filter(run::is).count() == 1)
                && staying.stream().map(run -> run.attempt().traffic().generation()).distinct().count() == 1;
    }

    /**
     * Waits for a condition, but no longer than until a run has ended that should not, and returns whether it holds or such a run
     * is there.
     */
    public boolean await(Duration patience, BooleanSupplier condition) {
        return Wait.holdsWithin(patience, () -> fallen().isPresent() || condition.getAsBoolean());
    }

    /** Kills a run; it is gone, and the group has forgotten it, when this returns. */
    public void kill(MemberRun run) {
        run.kill();
        throwOut(run);
    }

    /**
     * Has the group throw a run out, as when its session has run out; the run does not know of it yet when this returns. Of one that has
     * ended no transaction is left open: nobody would be told the group's offsets before its time is over.
     */
    public void throwOut(MemberRun run) {
        group.members().stream().filter(run::is).forEach(group::evict);
        if (run.attempt().run().hasEnded()) {
            group.abort(run.attempt().traffic().transactionalIds());
        }
    }

    /** Returns the topics that a run has asked for, or was given by the group, in place of the one that they are to share. */
    public List<String> elsewhere() {
        return Stream.concat(runs.stream().flatMap(run -> run.attempt().traffic().unknownTopics().stream()),
                        group.members().stream().flatMap(member -> member.assignment().stream()).map(TopicPartition::topic))
                // a broker may not have heard of a new topic yet
                .filter(topic -> !topic.equals(partitions.get(0).topic())).distinct().toList();
    }
}
