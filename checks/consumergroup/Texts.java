package checks.consumergroup;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import workshop.check.MemberRun;
import workshop.check.MemberRuns;
import workshop.check.Printed;
import workshop.check.Surroundings;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Commit;
import workshop.evidence.Member;
import workshop.evidence.Stored;
import workshop.evidence.Wait;

/** What the check of lesson 05 says of a group that is not as it should be. */
public final class Texts {

    private static final Duration AT_REST = Duration.ofSeconds(2);

    // how a stack trace shows that a listener threw
    private static final List<String> IN_A_LISTENER = List.of("rebalance callback", "PartitionsLost", "PartitionsRevoked");

    private final String topic;
    private final String group;
    private final MemberRuns runs;
    private final Orders orders;
    private final WentBack back;
    private final PassedOver passedOver;

    public Texts(String topic, String group, MemberRuns runs, Orders orders) {
        this.topic = topic;
        this.group = group;
        this.runs = runs;
        this.orders = orders;
        this.back = new WentBack(runs);
        this.passedOver = new PassedOver(runs);
    }

    /** Says why the runs do not share the partitions. */
    public Wrong notShared(Duration patience) {
        int size = runs.staying().size();
        String many = "the program runs" + (size == 1 ? "" : " " + size + " times");
        if (!runs.elsewhere().isEmpty()) {
            return otherTopic(many);
        }
        if (runs.staying().stream().noneMatch(run -> run.attempt().traffic().hasConnected())) {
            return Surroundings.otherAddresses(many + ", and nobody connected to the addresses in KAFKA_BOOTSTRAP_SERVERS.");
        }
        if (runs.group().members().isEmpty()) {
            return noMember(many);
        }
        return Wrong.seen(many + ", and after " + patience.toSeconds() + " s " + state() + ".")
                .means("each consumer that subscribes is one member, and the group gives each partition to one of them, the same "
                        + "number to each as far as that goes. A change waits for each member to poll.")
                .lookAt("how many consumers does your program make, and how long is it between two calls of poll()?");
    }

    private Wrong otherTopic(String many) {
        List<String> others = runs.elsewhere();
        if (others.stream().allMatch(other -> other.startsWith(topic))) {
            return Wrong.seen(many + ", and the group gives it partitions of " + String.join(", ", others) + " besides those of "
                            + topic + ".")
                    .means("who subscribes to a pattern reads each topic whose name matches it.")
                    .lookAt("by which argument does your program subscribe, and which names does it fit?");
        }
        return Surroundings.otherTopic(many + ", and reads the topic " + String.join(", ", others) + ", not " + topic + ".");
    }

    private Wrong noMember(String many) {
        String both = orders.repeated().keySet().stream().findFirst()
                .map(order -> ", and each processes every order, such as " + order).orElse("");
        Map<String, Set<String>> others = others();
        if (!others.isEmpty()) {
            String memberships = others.entrySet().stream().map(entry -> entry.getKey() + " is a member of the group "
                    + String.join(" and ", entry.getValue())).collect(Collectors.joining(" and "));
            return Wrong.seen(many + both + ". To the cluster " + memberships + ". The group " + group
                            + ", which GROUP_ID names, has no member.")
                    .means("partitions are shared among the members of one group: the consumers with the same group.id. Each "
                            + "group reads the whole topic, so a program that has a group of its own shares with nobody.")
                    .lookAt("where does the group.id of your consumer come from?");
        }
        boolean joined = runs.staying().stream().anyMatch(run -> run.hasJoined(group));
        if (!joined && runs.staying().stream().anyMatch(run -> run.attempt().traffic().largestFetch() > 0)) {
            return Wrong.seen(many + both + "; it reads " + topic + ", and has asked no group for a share: the group " + group
                            + " has no member.")
                    .means("who takes partitions by assign() asks nobody, so two programs take the same ones, whatever their "
                            + "group.id. Only members of a group are given shares.")
                    .lookAt("by which call does your program get its partitions?");
        }
        return Wrong.seen(many + (joined ? "; it has asked to join the group " + group + ", which has no member any more."
                        : "; it asks for no records, and the group " + group + " has no member."))
                .means("a consumer that has subscribed becomes a member of its group within its first calls of poll(), and is one "
                        + "until it is closed, or polls no more.")
                .lookAt("does your program get as far as poll(), and does it go on from there?");
    }

    /** Returns the other groups that programs are members of, by program. */
    private Map<String, Set<String>> others() {
        return runs.staying().stream().filter(run -> !run.attempt().traffic().joined().isEmpty())
                .filter(run -> !run.hasJoined(group))
                .collect(Collectors.toMap(MemberRun::name, run -> run.attempt().traffic().joined(), (one, other) -> one,
                        TreeMap::new));
    }

    /** Says that an order of a partition that somebody has is processed by nobody. */
    public Wrong unread(String order, Duration patience) {
        return Wrong.seen(order + place(order) + " was not processed within " + patience.toSeconds() + " s, while " + state()
                        + ".")
                .means("a partition that a member has is read by this member alone.")
                .lookAt("what does your program do after a rebalance has given it a partition?");
    }

    /** Says that members come and go all the time. */
    public Wrong restless() {
        return Wrong.seen("the group did not come to rest: " + state() + ".")
                .means("a group is at rest while its members poll and none comes or goes.")
                .lookAt("what in your program makes a member leave or subscribe again?");
    }

    /** Says that a program has ended which nobody had told to. */
    public Wrong ended(MemberRun run) {
        Wrong wrong = Wrong.seen(run.ending() + ". Nobody had told it to stop; " + state() + ".");
        Printed printed = Printed.by(run.attempt().run());
        if (printed.has("RebalanceInProgressException") && IN_A_LISTENER.stream().noneMatch(printed::has)) {
            return wrong.means("while the group shares anew, a commitSync() in the loop is refused. That is no reason to end: the "
                            + "next poll() finishes the rebalance, and a later commit covers the same orders.")
                    .lookAt("which of your commits has to succeed, and which may be left to the next time round?");
        }
        if (printed.has("FencedInstanceIdException")) {
            return wrong.means("a group.instance.id is the name of one member. A second one that joins by the same name takes the "
                            + "place of the first, which is fenced off.")
                    .lookAt("where does the group.instance.id of your consumer come from, and what is it in the next program?");
        }
        String runsOn = "a member runs until it is told to stop, also with no partition and with nothing to read.";
        return ofOneThread(wrong, List.of(run)).orElse(IN_A_LISTENER.stream().anyMatch(printed::has)
                ? wrong.means(runsOn + " What a rebalance listener throws comes out of poll(), and ends a program that does not "
                                + "expect it.")
                        .lookAt("what does your listener do that can fail?")
                : wrong.means(runsOn).lookAt("what was your program doing when it ended, and what do its last words name?"));
    }

    /**
     * Says that a program has ended which was told to, and is a member still.
     *
     * @throws workshop.check.Missed where it was in the middle of a rebalance when it heard of that, by chance
     */
    public Wrong stayedMember(MemberRun run) {
        if (Printed.by(run.attempt().run()).has("RebalanceInProgressException")) {
            Trial.missed(run.name() + " was told to stop while a rebalance was going on, this time, and its last commit was refused for "
                    + "that");
        }
        Wrong wrong = Wrong.seen(run.name() + " was told to stop, by SIGTERM, and the group still has it as a member: "
                + run.ending() + ".");
        return run.attempt().traffic().isStaticMember()
                ? wrong.means("a static member, one with a group.instance.id, does not leave the group when it is closed, unless "
                                + "close() is told to: the group waits for it to come back until its session has run out, and "
                                + "meanwhile nobody reads its partitions.")
                        .lookAt("which options does close() take, and does your program come back by the same group.instance.id?")
                : wrong.means("close() tells the group that a member leaves. Without it the group waits for the member's "
                                + "session to run out, 45 s, and meanwhile nobody reads its partitions.")
                        .lookAt("is the consumer closed on each way out of your program?").late();
    }

    /** Says that a program has ended which the group had thrown out. */
    public Wrong endedWhenThrownOut(MemberRun run) {
        Wrong wrong = Wrong.seen("the group has thrown " + run.name() + " out, as after too long a pause. It lost its partitions, "
                + "and then " + run.ending() + ".");
        Printed printed = Printed.by(run.attempt().run());
        if (printed.has("CommitFailedException") && IN_A_LISTENER.stream().noneMatch(printed::has)) {
            return wrong.means("a commit of who is no member any more is refused by a CommitFailedException. That is no reason to "
                            + "end: the next poll() joins the group again, and who has the partition now processes its orders.")
                    .lookAt("what does your program do when a commit in its loop is refused?");
        }
        if (IN_A_LISTENER.stream().noneMatch(printed::has)) {
            return ofOneThread(wrong, List.of(run)).orElse(wrong.means("who is thrown out is no member any more, and may become one "
                            + "again: the next poll() tells the listener that the partitions are lost, and joins.")
                    .lookAt("what was your program doing when it ended, and what do its last words name?"));
        }
        return ofOneThread(wrong, List.of(run)).orElse(
                wrong.means("lost partitions belong to other members already, so a commit for them fails. onPartitionsLost calls "
                                + "onPartitionsRevoked where a listener does not say otherwise, and what it throws comes out of "
                                + "poll().")
                        .lookAt("what does your listener do when partitions are lost, not revoked?"));
    }

    /** Says that orders were processed more than once while members came and went in good order. */
    public Wrong repeated(Map<String, List<String>> by) {
        Map<String, Stored> places = orders.places(by.keySet());
        String first = by.keySet().iterator().next();
        List<Commit> commits = runs.group().commits();
        String seen = by.size() + (by.size() == 1 ? " order was" : " orders were") + " processed more than once while members "
                + "joined and left, the first of them " + first + " at " + places.get(first).place() + ": by "
                + String.join(", and by ", by.get(first)) + ".";
        Wrong wrong = Wrong.seen(seen + (commits.isEmpty() ? " The group has made no commit at all." : ""));
        if (by.size() > 1 && places.values().stream().allMatch(order -> isNoRow(order, places) && isCommitted(order, commits))
                && isOneShort(places.values(), commits)) {
            long offset = places.get(first).offset();
            return Wrong.seen(seen + " The group's commit was offset " + offset + ".")
                    .means("a commit names the next offset to read, not the last one that was processed: " + offset
                            + " says that the order at " + offset + " is still to be done.")
                    .lookAt("when the order at offset " + offset + " is processed, which offset does your program commit?");
        }
        Optional<Wrong> other = ofOneThread(wrong, runs.all()).or(() -> passedOver.said(seen)).or(() -> back.said(seen));
        return other.orElse(
                wrong.means("the next owner of a partition begins at the group's last commit; what was processed after it is "
                                + "processed again. A member that gives up a partition in good order may commit first.")
                        .lookAt("how far has your program committed when onPartitionsRevoked returns?"));
    }

    /** Returns whether all commits are short by one: those on revocation had their order repeated, or the last ones lack the end. */
    private boolean isOneShort(Collection<Stored> repeated, List<Commit> commits) {
        return commits.stream().allMatch(commit -> repeated.stream().anyMatch(order -> isOf(order, commit)))
                // all is processed by now: who commits the next offset has committed the end of some partition
                || Wait.holdsWithin(AT_REST, () -> {
                    Map<TopicPartition, Long> ends = orders.ends();
                    return runs.group().committed().entrySet().stream()
                            .allMatch(commit -> commit.getValue() == ends.get(commit.getKey()) - 1);
                });
    }

    // of two neighbours each may have been the last before a rebalance; more of them were not committed
    private static boolean isNoRow(Stored order, Map<String, Stored> repeated) {
        return repeated.values().stream().filter(other -> other.partition() == order.partition()
                && Math.abs(other.offset() - order.offset()) == 1).count() < 2;
    }

    private static boolean isCommitted(Stored order, List<Commit> commits) {
        return commits.stream().anyMatch(commit -> isOf(order, commit));
    }

    private static boolean isOf(Stored order, Commit commit) {
        return commit.partition().partition() == order.partition() && commit.offset().equals(Optional.of(order.offset()));
    }

    private static Optional<Wrong> ofOneThread(Wrong wrong, List<MemberRun> suspects) {
        return suspects.stream().anyMatch(run -> Printed.by(run.attempt().run()).has("not safe for multi-threaded access"))
                ? Optional.of(wrong.means("a KafkaConsumer belongs to one thread: a call from another one, a commit too, is "
                                + "refused by a ConcurrentModificationException.")
                        .lookAt("which threads call methods of the consumer?"))
                : Optional.empty();
    }

    /** Returns where an order lies, as {@code  at orders-1@57}. */
    public String place(String order) {
        return orders.places(Set.of(order)).values().stream().findFirst().map(stored -> " at " + stored.place()).orElse("");
    }

    private String state() {
        List<Member> members = runs.group().members();
        String shares = members.stream().map(member -> member.assignment().stream().map(TopicPartition::partition)
                .collect(Collectors.toCollection(TreeSet::new)).toString()).collect(Collectors.joining(" and "));
        return "the group " + group + " has " + members.size() + (members.size() == 1 ? " member" : " members")
                + (members.isEmpty() ? "" : " with the partitions " + shares);
    }
}
