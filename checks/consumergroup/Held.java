package checks.consumergroup;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.MemberRuns;
import workshop.evidence.Group;
import workshop.evidence.Wait;
import workshop.evidence.wire.CommitGate;

/** What one program of lesson 05 says to its group, which can be held on its way to the broker. */
public final class Held implements CommitGate {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TAKEN = Duration.ofSeconds(2);

    private final Attempt attempt;
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Predicate<Map<TopicPartition, Long>> holdsCommits = offsets -> false;
    private volatile boolean holdsHeartbeats;
    private volatile Map<TopicPartition, Long> commit = Map.of();
    private volatile boolean there;

    /** Puts itself before the brokers; the program is not started yet. */
    public Held(Attempt attempt) {
        this.attempt = attempt.committingThrough(this);
    }

    /** Returns whether it holds the commits of this attempt. */
    public boolean isOf(Attempt other) {
        return attempt == other;
    }

    /** Holds the next commit. What else the program says to its group, that it is alive, waits behind it. */
    public void holdCommit() {
        holdCommit(offsets -> true);
    }

    /** Holds the next commit of which this is true. */
    public void holdCommit(Predicate<Map<TopicPartition, Long>> which) {
        holdsCommits = which;
    }

    /** Holds what comes next: a commit, or the word that the program is alive. */
    public void holdAll() {
        holdCommit();
        holdsHeartbeats = true;
    }

    /** Returns whether something is held. */
    public boolean isThere() {
        return there;
    }

    /** Returns whether something that is held has come in time. */
    public boolean comes(Duration patience, MemberRuns runs) {
        return runs.await(patience, () -> there);
    }

    /** Lets all go on. */
    public void release() {
        released.countDown();
    }

    /** Lets a commit go on whose program is dead; the group has it, if it takes it, when this returns. */
    public void releaseTo(Group group) {
        release();
        Wait.holdsWithin(TAKEN, () -> group.committed().entrySet().containsAll(commit.entrySet()));
    }

    @Override
    public boolean passes(Map<TopicPartition, Long> offsets) {
        if (holdsCommits.test(offsets)) {
            commit = offsets;
            awaitRelease();
        }
        return true;
    }

    @Override
    public void heartbeat() {
        if (holdsHeartbeats) {
            awaitRelease();
        }
    }

    private void awaitRelease() {
        there = true;
        Wait.untilOpen(released, PATIENCE);
    }
}
