package checks;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Printed;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Member;
import workshop.evidence.Stored;
import workshop.evidence.Wait;

/**
 * Lesson 05. The program runs as A and B, then C joins, then D and E. One of the five is stopped by SIGTERM, one is killed,
 * and one is thrown out of the group. Orders come all the while. After each change the check waits until the group shares
 * the partitions anew; then it writes some orders more and sees who processes them.
 */
@Check
class ConsumerGroupCheck {

    private static final int PARTITIONS = 4;
    private static final int SOME = 5;
    // so many that a member whose first orders the check has seen still has others in hand
    private static final int BACKLOG = 150;
    private static final int BEGUN = BACKLOG / 4;
    private static final int STREAM = 150;
    private static final int TRIES = 10;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration JOINED = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Duration AT_REST = Duration.ofSeconds(2);
    private static final Pattern ORDER = Pattern.compile("order-[a-z]{12}");
    private static final Pattern PROCESSED = Pattern.compile("(?i)processed");
    private static final Pattern ASSIGNED = Pattern.compile("(?i)(?<!un)assign");
    private static final Pattern REVOKED = Pattern.compile("(?i)revo[ck]|unassign|lost");
    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{1,9}(?!\\d)");
    // what the client itself logs, where a program has a logger for it
    private static final String CLIENT_LOG = "clientId=";

    private final Trial trial;
    private final NewTopic topic;
    private final String group;
    private final Map<String, Integer> partitionOf = new LinkedHashMap<>();
    private final List<Runner> runners = new ArrayList<>();
    private final Set<String> missed = new HashSet<>();
    private int shared;
    private Runner thrownOut;
    private Wrong misprinted;

    /** One run of the program, with the member of the group that it is, and the lines of each stream that were looked at. */
    private static final class Runner {

        private final String name;
        private final Attempt attempt;
        private boolean dismissed;
        private Member member;
        private Set<Integer> partitions = Set.of();
        private int outputSeen;
        private int errorsSeen;

        Runner(String name, Attempt attempt) {
            this.name = name;
            this.attempt = attempt;
        }

        boolean fell() {
            return !dismissed && attempt.run().hasEnded();
        }

        List<String> processed() {
            return Printed.by(attempt.run()).lines().stream().filter(line -> PROCESSED.matcher(line).find())
                    .flatMap(line -> ORDER.matcher(line).results()).map(MatchResult::group).toList();
        }

        List<String> unseen() {
            return Stream.concat(attempt.run().output().lines().stream().skip(outputSeen),
                    attempt.run().errors().lines().stream().skip(errorsSeen)).toList();
        }

        void see(Set<Integer> now) {
            partitions = now;
            outputSeen = attempt.run().output().lines().size();
            errorsSeen = attempt.run().errors().lines().size();
        }

        String ending() {
            String errors = attempt.run().errors().lines().stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("\t")).limit(4).map(String::strip)
                    .collect(Collectors.joining(" / "));
            return name + " " + attempt.run().ending() + (errors.isEmpty() ? "" : ", having said: " + Printed.quote(errors));
        }
    }

    ConsumerGroupCheck(Trial trial) {
        this.trial = trial;
        topic = trial.topic("orders", PARTITIONS);
        group = trial.group("processors");
        trial.create(topic);
        write(SOME);
        start(2);
    }

    @Fact(order = 1, value = "shares the four partitions with the other members of its group")
    void shares() {
        settle(2);
        start(1);
        settle(3);
    }

    @Fact(order = 2, value = "waits as the fifth member for four partitions, and steps in when another one leaves")
    void idle() {
        judgeAfter(3, "three members share the partitions");
        start(2);
        settle(5);
        Runner leaving = oneAtWork();
        leaving.dismissed = true;
        leaving.attempt.run().terminate();
        if (!Wait.holdsWithin(PATIENCE, leaving.attempt.run()::hasEnded)) {
            throw Wrong.seen(leaving.name + " was told to stop, by SIGTERM, and still runs after "
                            + PATIENCE.toSeconds() + " s.")
                    .means("a member that is to stop ends what it has in hand, closes its consumer and goes.")
                    .lookAt("what does your program wait for when it is told to stop?");
        }
        if (!Wait.holdsWithin(SETTLED, () -> !isMember(leaving.member))) {
            throw Wrong.seen(leaving.name + " ended after SIGTERM, and the group still has it as a member.")
                    .means("close() tells the group that a member leaves. Without it the group waits for the member's "
                            + "session to run out, 45 s, and meanwhile nobody reads its partitions.")
                    .lookAt("is the consumer closed on each way out of your program?");
        }
        settle(4);
        shared = 6;
    }

    @Fact(order = 3, value = "processes every order while members join and leave")
    void everyOrder() {
        judgeAfter(6, "members join and leave");
        missing("nobody processed it, though members joined and left in good order").ifPresent(wrong -> {
            throw wrong.means("a commit says that everything before it is done. What a member has been given by poll() and has "
                            + "committed, but not processed, no other member sees.")
                    .lookAt("when partitions are revoked, or the program is to stop: which orders does it have in hand, and "
                            + "which offset does it commit?");
        });
    }

    @Fact(order = 4, value = "processes no order twice while members join and leave")
    void notTwice() {
        judgeAfter(6, "members join and leave");
        Map<String, List<String>> by = new LinkedHashMap<>();
        runners.forEach(runner -> runner.processed()
                .forEach(order -> by.computeIfAbsent(order, any -> new ArrayList<>()).add(runner.name)));
        List<String> twice = by.keySet().stream().filter(partitionOf::containsKey).filter(order -> by.get(order).size() > 1)
                .toList();
        if (twice.isEmpty()) {
            return;
        }
        String first = twice.get(0);
        Wrong wrong = Wrong.seen(twice.size() + " orders were processed more than once while members joined and left, the "
                + "first of them " + first + " at " + place(first) + ": by " + String.join(", then by ", by.get(first)) + "."
                + (trial.evidence().group(group).commits().isEmpty() ? " The group has made no commit at all." : ""));
        if (oneThread(runners)) {
            throw ofOneThread(wrong);
        }
        throw wrong.means("the next owner of a partition begins at the group's last commit; what was processed after it is "
                        + "processed again. A member that gives up a partition in good order may commit first.")
                .lookAt("how far has your program committed when onPartitionsRevoked returns?");
    }

    @Fact(order = 5, value = "loses no order when a member is killed: the others take over")
    void killed() {
        judgeAfter(6, "members join and leave");
        Runner victim = oneAtWork();
        victim.dismissed = true;
        victim.attempt.run().kill();
        // else it would be a member until its session has run out
        trial.evidence().group(group).evict(victim.member);
        settle(3);
        shared = 7;
        missing("nobody processed it: " + victim.name + ", which had partition " + victim.partitions.iterator().next()
                + ", was killed, and the others took over").ifPresent(wrong -> {
            throw wrong.means("a commit says that everything before it is done. Orders that were committed before they were "
                            + "processed are lost with the member that had them in hand.")
                    .lookAt("which comes first in your program, the work on an order or the commit that covers it?");
        });
    }

    @Fact(order = 6, value = "comes back when the group has thrown it out, and commits nothing then")
    void thrownOut() {
        judgeAfter(7, "a member was killed");
        // a commit that is on its way would fail, and be nobody's fault
        Wait.holdsWithin(AT_REST, () -> trial.evidence().ends(topic.name()).equals(trial.evidence().group(group).committed()));
        thrownOut = any(working());
        trial.evidence().group(group).evict(thrownOut.member);
        settle(3);
        missing("nobody processed it: " + thrownOut.name + " was thrown out of the group").ifPresent(wrong -> {
            throw wrong.means("who gets the partitions of such a member begins at the group's last commit.")
                    .lookAt("what does your program do with partitions that are lost?");
        });
    }

    @Fact(order = 7, value = "prints each assignment and each revocation as the group has them")
    void prints() {
        if (misprinted != null) {
            throw misprinted;
        }
        judgeAfter(3, "three members share the partitions");
    }

    private void judgeAfter(int stage, String what) {
        if (shared < stage) {
            Trial.cannotJudge("to be judged once " + what);
        }
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            runners.add(new Runner("program " + (char) ('A' + runners.size()), trial.attempt().with("TOPIC", topic.name())
                    .with("GROUP_ID", group).where(program -> program.atMost(LIMIT)).start()));
        }
    }

    /** Writes so many orders to each partition, and returns them. */
    private Set<String> write(int each) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        Set<String> orders = new HashSet<>();
        IntStream.range(0, each * PARTITIONS).forEach(n -> {
            int partition = n % PARTITIONS;
            ShopOrder order = new ShopOrder("order-" + trial.random().ints(12, 'a', 'z' + 1).mapToObj(Character::toString)
                    .collect(Collectors.joining()), "user-" + (partition + PARTITIONS * trial.random().nextInt(5)),
                    BigDecimal.valueOf(1 + trial.random().nextInt(99_999), 2));
            orders.add(order.orderId());
            partitionOf.put(order.orderId(), partition);
            ProducerRecord<String, byte[]> record = order.on(topic.name());
            records.add(new ProducerRecord<>(topic.name(), partition, record.key(), record.value()));
        });
        trial.write(records);
        return orders;
    }

    /** Waits until so many members share the partitions and process what comes, and notes who is which member. */
    private void settle(int count) {
        for (int i = 0; i < TRIES; i++) {
            awaitShared(count);
            List<Member> before = members();
            Set<String> orders = write(SOME);
            await(PATIENCE, () -> processed().containsAll(orders));
            if (fallen().isPresent()) {
                throw ended(fallen().get());
            }
            if (isShared(before, count) && Set.copyOf(before).equals(Set.copyOf(members()))) {
                judgeUnread(orders);
                match(before, orders);
                shared = Math.max(shared, count);
                return;
            }
        }
        throw Wrong.seen("the group did not come to rest: " + state() + ".")
                .means("a group is at rest while its members poll and none comes or goes.")
                .lookAt("what in your program makes a member leave or subscribe again?");
    }

    private void awaitShared(int count) {
        await(JOINED, () -> !members().isEmpty() || isAlone());
        int[] rounds = {0};
        if (!members().isEmpty()) {
            await(PATIENCE, () -> {
                // who was thrown out and does not know it yet could process orders, and not commit them
                if (thrownOut == null && rounds[0]++ < STREAM) {
                    write(1);
                }
                return isShared(members(), count) || isAlone() || !elsewhere().isEmpty();
            });
        }
        if (fallen().isPresent()) {
            throw ended(fallen().get());
        }
        if (!isShared(members(), count)) {
            throw notShared(count);
        }
    }

    /** Waits for a condition, or until a program has ended that should not. */
    private void await(Duration patience, BooleanSupplier condition) {
        Wait.holdsWithin(patience, () -> fallen().isPresent() || condition.getAsBoolean());
    }

    private boolean isShared(List<Member> members, int count) {
        List<TopicPartition> given = members.stream().flatMap(member -> member.assignment().stream())
                .filter(partition -> partition.topic().equals(topic.name())).distinct().toList();
        int sum = members.stream().mapToInt(member -> member.assignment().size()).sum();
        return members.size() == count && given.size() == PARTITIONS && sum == PARTITIONS && members.stream().allMatch(member ->
                member.assignment().size() >= PARTITIONS / count
                        && member.assignment().size() <= (PARTITIONS + count - 1) / count);
    }

    // looked at in this order: who processes as a member has joined before
    private boolean isAlone() {
        return !processed().isEmpty() && members().isEmpty();
    }

    private Wrong notShared(int count) {
        long running = runners.stream().filter(runner -> !runner.dismissed).count();
        String many = "the program runs " + running + " times";
        if (!elsewhere().isEmpty()) {
            return Wrong.seen(many + ", and reads the topic " + String.join(", ", elsewhere()) + ", not " + topic.name() + ".")
                    .means("a service is told its topic by its surroundings; here the variable TOPIC names it.")
                    .lookAt("where does the name of the topic come from?");
        }
        Set<String> both = runners.stream().flatMap(runner -> runner.processed().stream().distinct())
                .collect(Collectors.groupingBy(order -> order, Collectors.counting())).entrySet().stream()
                .filter(entry -> entry.getValue() > 1).map(Map.Entry::getKey).collect(Collectors.toSet());
        if (members().isEmpty()) {
            return Wrong.seen(many + (processed().isEmpty() ? "" : both.isEmpty() ? ", and processes orders"
                            : ", and each processes every order, such as " + both.iterator().next())
                            + "; the group " + group + " has no member.")
                    .means("partitions are shared among the members of one group: the consumers that subscribe() with the "
                            + "group.id that GROUP_ID names, and poll. One that takes partitions by assign(), and one that has "
                            + "a group of its own, shares with nobody.")
                    .lookAt("by which call does your program get its partitions, and where does its group.id come from?");
        }
        return Wrong.seen(many + ", and after " + PATIENCE.toSeconds() + " s " + state() + ".")
                .means("each consumer that subscribes is one member, and the group gives each partition to one of them, the "
                        + "same number to each as far as that goes. A change waits for each member to poll.")
                .lookAt("how many consumers does your program make, and how long is it between two calls of poll()?");
    }

    private Wrong ended(Runner runner) {
        Wrong wrong = Wrong.seen(runner == thrownOut
                ? "the group has thrown " + runner.name + " out, as after too long a pause. It lost its partitions, and then "
                        + runner.ending() + "."
                : runner.ending() + ". Nobody had told it to stop; the group had " + members().size() + " members.");
        if (oneThread(List.of(runner))) {
            return ofOneThread(wrong);
        }
        if (runner == thrownOut) {
            return wrong.means("lost partitions belong to other members already, so a commit for them fails. onPartitionsLost "
                            + "calls onPartitionsRevoked where a listener does not say otherwise, and what it throws comes "
                            + "out of poll().")
                    .lookAt("what does your listener do when partitions are lost, not revoked?");
        }
        return wrong.means("a member runs until it is told to stop, also with no partition and with nothing to read. What a "
                        + "rebalance listener throws comes out of poll(), and ends a program that does not expect it.")
                .lookAt("what was your program doing when it ended: what do its last words name?");
    }

    private static boolean oneThread(List<Runner> suspects) {
        return suspects.stream().anyMatch(runner -> Printed.by(runner.attempt.run())
                .has("not safe for multi-threaded access"));
    }

    private static Wrong ofOneThread(Wrong wrong) {
        return wrong.means("a KafkaConsumer belongs to one thread: a call from another one, a commit too, is refused by a "
                        + "ConcurrentModificationException.")
                .lookAt("which threads call methods of the consumer?");
    }

    private void judgeUnread(Set<String> orders) {
        Set<String> processed = processed();
        orders.stream().filter(order -> !processed.contains(order)).findFirst().ifPresent(order -> {
            throw Wrong.seen(order + " at " + place(order) + " was not processed within " + PATIENCE.toSeconds() + " s, while "
                            + state() + ".")
                    .means("a partition that a member has is read by this member alone.")
                    .lookAt("what does your program do after a rebalance has given it a partition?");
        });
    }

    /** Finds out which program is which member, by what it has processed, and compares what it prints. */
    private void match(List<Member> members, Set<String> orders) {
        Map<Runner, Member> found = new LinkedHashMap<>();
        for (Runner runner : runners.stream().filter(each -> !each.dismissed).toList()) {
            Set<Integer> reads = runner.processed().stream().filter(orders::contains).map(partitionOf::get)
                    .collect(Collectors.toSet());
            members.stream().filter(member -> numbers(member).stream().anyMatch(reads::contains)).findFirst()
                    .ifPresent(member -> found.put(runner, member));
        }
        runners.stream().filter(runner -> !runner.dismissed).forEach(runner -> {
            runner.member = found.get(runner);
            Set<Integer> now = runner.member == null ? Set.of() : numbers(runner.member);
            // what is lost is not revoked, so that nothing can be said after that
            if (misprinted == null && thrownOut == null
                    && !Wait.holdsWithin(SETTLED, () -> misprint(runner, now).isEmpty())) {
                misprinted = misprint(runner, now).orElse(null);
            }
            runner.see(now);
        });
    }

    private Optional<Wrong> misprint(Runner runner, Set<Integer> now) {
        List<String> lines = runner.unseen();
        List<String> assigned = lines.stream().filter(line -> ASSIGNED.matcher(line).find()).toList();
        List<String> revoked = lines.stream().filter(line -> REVOKED.matcher(line).find()).toList();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int number = partition;
            boolean had = runner.partitions.contains(number);
            boolean has = now.contains(number);
            boolean toldAssigned = assigned.stream().anyMatch(line -> names(line, number));
            boolean toldRevoked = revoked.stream().anyMatch(line -> names(line, number));
            if (has && !had && !toldAssigned) {
                return Optional.of(Wrong.seen("the group gave " + topic.name() + "-" + number + " to " + runner.name
                                + ", which printed no line with \"assigned\" and this partition. " + quoted(assigned))
                        .means("poll() takes part in the rebalance, and calls onPartitionsAssigned with the partitions that "
                                + "are new to this member before it returns their first record.")
                        .lookAt("what does onPartitionsAssigned print, and of which partitions?"));
            }
            if (had && !has && !toldRevoked) {
                return Optional.of(Wrong.seen("the group took " + topic.name() + "-" + number + " from " + runner.name
                                + ", which printed no line with \"revoked\" and this partition. " + quoted(revoked))
                        .means("before a partition goes to another member, poll() calls onPartitionsRevoked with it.")
                        .lookAt("what does onPartitionsRevoked print, and of which partitions?"));
            }
            if (!has && !toldRevoked && assigned.stream().anyMatch(line -> claims(line, number))) {
                return Optional.of(Wrong.seen(runner.name + " printed that it was assigned " + topic.name() + "-" + number
                                + ", and no line with \"revoked\" and this partition; the group has given it to another member. "
                                + quoted(assigned))
                        .means("a member has what onPartitionsAssigned was called with, less what onPartitionsRevoked was "
                                + "called with. The topic has more partitions than that.")
                        .lookAt("which partitions do the two methods print, and where does the list come from?"));
            }
        }
        return Optional.empty();
    }

    private static String quoted(List<String> lines) {
        return lines.isEmpty() ? "There was no such line at all."
                : "It printed: " + Printed.quote(lines.stream().limit(3).collect(Collectors.joining(" / ")));
    }

    private boolean names(String line, int partition) {
        Set<Integer> exact = exact(line);
        return exact.contains(partition) || exact.isEmpty() && NUMBER.matcher(line).results()
                .anyMatch(match -> Integer.parseInt(match.group()) == partition);
    }

    // a number may mean anything, and a line that says both words too
    private boolean claims(String line, int partition) {
        return exact(line).contains(partition) && !REVOKED.matcher(line).find() && !line.contains(CLIENT_LOG);
    }

    private Set<Integer> exact(String line) {
        return Pattern.compile(Pattern.quote(topic.name()) + "-(\\d)(?!\\d)").matcher(line).results()
                .map(match -> Integer.parseInt(match.group(1))).collect(Collectors.toSet());
    }

    /** Writes a backlog, and returns one of the programs that read it when it has begun and is not done yet. */
    private Runner oneAtWork() {
        Set<String> orders = write(BACKLOG);
        Runner runner = any(working());
        await(PATIENCE, () -> runner.processed().stream().filter(orders::contains).count() >= BEGUN);
        if (fallen().isPresent()) {
            throw ended(fallen().get());
        }
        return runner;
    }

    private List<Runner> working() {
        return runners.stream().filter(runner -> !runner.dismissed && !runner.partitions.isEmpty()).toList();
    }

    private Runner any(List<Runner> some) {
        return some.get(trial.random().nextInt(some.size()));
    }

    private Optional<Runner> fallen() {
        return runners.stream().filter(Runner::fell).findFirst();
    }

    private Set<String> processed() {
        return runners.stream().map(Runner::processed).flatMap(Collection::stream).filter(partitionOf::containsKey)
                .collect(Collectors.toSet());
    }

    /** Returns what to say of an order that nobody has processed, where later ones have been, and that was not told before. */
    private Optional<Wrong> missing(String what) {
        Wait.holdsWithin(SETTLED, () -> lacking().isEmpty());
        List<String> lacking = lacking();
        missed.addAll(lacking);
        return lacking.stream().findFirst().map(order -> Wrong.seen(order + " lies at " + place(order) + ", and " + what + "; "
                + lacking.size() + (lacking.size() == 1 ? " order is" : " orders are") + " missing."));
    }

    private List<String> lacking() {
        Set<String> processed = processed();
        return partitionOf.keySet().stream().filter(order -> !processed.contains(order) && !missed.contains(order)).toList();
    }

    private String place(String order) {
        return trial.evidence().records(topic.name()).stream().filter(record -> record.valueText().contains(order))
                .map(Stored::place).findFirst().orElse(topic.name());
    }

    private List<Member> members() {
        return trial.evidence().group(group).members();
    }

    private boolean isMember(Member member) {
        return members().stream().anyMatch(each -> each.id().equals(member.id()));
    }

    private static Set<Integer> numbers(Member member) {
        return member.assignment().stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    private Set<String> elsewhere() {
        Set<String> topics = Stream.concat(
                runners.stream().flatMap(runner -> runner.attempt.traffic().unknownTopics().stream()),
                members().stream().flatMap(member -> member.assignment().stream()).map(TopicPartition::topic))
                .collect(Collectors.toSet());
        // a broker may not have heard of a new topic yet
        topics.remove(topic.name());
        return topics;
    }

    private String state() {
        List<Member> members = members();
        String shares = members.stream().map(member -> numbers(member).toString()).collect(Collectors.joining(" and "));
        return "the group " + group + " has " + members.size() + (members.size() == 1 ? " member" : " members")
                + (members.isEmpty() ? "" : " with the partitions " + shares);
    }
}
