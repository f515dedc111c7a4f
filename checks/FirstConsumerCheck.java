package checks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
import workshop.evidence.Commit;
import workshop.evidence.Member;
import workshop.evidence.Stored;
import workshop.evidence.Wait;

/**
 * Lesson 04. The program runs twice side by side: on a topic that has orders for it, and on one that falls quiet for a while.
 * The first run is told to stop, and more orders come; then it runs twice more on that topic, for its group and for a new one.
 */
@Check
class FirstConsumerCheck {

    private static final int MAX_FETCH = 10 * 1024 * 1024;
    // orders from before the start are two days old: that a group begins with them has nothing to do with their age
    private static final Duration OLD = Duration.ofDays(2);
    private static final Duration NEW = Duration.ZERO;
    // so often a broker has nothing to give: about three seconds, as most programs ask it
    private static final int QUIET = 6;
    // one after the other, so that a program with a fixed number of polls comes to its end
    private static final int ONE_BY_ONE = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofSeconds(3);
    private static final Duration TO_COMMIT = Duration.ofSeconds(15);
    // the lesson asks for 1 s, and 5 s is the default
    private static final long MAX_MILLIS_BETWEEN_COMMITS = 3500;
    // three times what the lesson says
    private static final Duration TO_STOP = Duration.ofSeconds(15);
    // less than the shortest session that a broker grants, 6 s
    private static final Duration TO_LEAVE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String ONCE_IT_READS = "to be judged once the program asks the brokers for records";
    private static final String UNTIL_TOLD = "to be judged once the program reads until it is told to stop";

    private final Trial trial;
    private final NewTopic orders;
    private final NewTopic quiet;
    private final List<Stored> earlier;
    private final List<Stored> beforeTheQuiet;
    private final Run plain;
    private final Run idle;
    private List<Stored> later;
    private Restart restart;
    private int orderId;

    /** The program at work for a group on a topic. */
    private record Run(NewTopic topic, String group, Attempt attempt) {

        boolean hasEnded() {
            return attempt.run().hasEnded();
        }

        int emptyFetches() {
            return attempt.traffic().emptyFetches();
        }

        /** Returns which of these orders it has not printed. */
        List<Stored> missing(List<Stored> all) {
            String shown = String.join("\n", lines().toList());
            return all.stream().filter(order -> !shown.contains(order.valueText())).toList();
        }

        // a logger of JSON puts a backslash before each quotation mark
        Stream<String> lines() {
            return Printed.by(attempt.run()).lines().stream().map(line -> line.replace("\\\"", "\""));
        }
    }

    /** What SIGTERM did to a run: whether it ended in time, and who was a member of its group after that. */
    private record Stop(Run run, boolean ended, List<Member> stayed) {
    }

    /** The end of the first run and what came after it. */
    private record Restart(Stop stop, List<Stored> meanwhile, Run again, Run fresh) {
    }

    FirstConsumerCheck(Trial trial) {
        this.trial = trial;
        orderId = 10_000 + trial.random().nextInt(80_000);
        orders = trial.topic("orders", 4);
        quiet = trial.topic("quiet", 1);
        trial.create(orders, quiet);
        earlier = write(orders, 5 + trial.random().nextInt(10), OLD);
        beforeTheQuiet = write(quiet, 5, OLD);
        plain = start(orders, trial.group("readers"));
        idle = start(quiet, trial.group("night"));
    }

    @Fact(order = 1, value = "prints each order once with its place, those from before its start and those after")
    void printsEachOnce() {
        List<Stored> all = inTheFirstRun();
        List<Stored> missing = plain.missing(all);
        if (!missing.isEmpty() && plain.attempt().run().succeeded() && plain.attempt().traffic().hasConnected()) {
            Trial.cannotJudge(UNTIL_TOLD);
        }
        if (!missing.isEmpty()) {
            throw notPrinted(missing, all.size());
        }
        // of a line that is printed piece by piece the value may be there before the rest
        Wait.holdsWithin(SETTLED, () -> all.stream().allMatch(order -> times(order) > 0));
        for (Stored order : all) {
            long times = times(order);
            if (times == 0) {
                throw incomplete(order);
            }
            if (times > 1) {
                throw Wrong.seen("one run printed the order at " + order.place() + " " + times + " times.")
                        .means("poll() returns each record once, as long as nothing moves the consumer back.")
                        .lookAt("how often does a record reach the line that prints, and does anything seek?");
            }
        }
    }

    @Fact(order = 2, value = "asks for at most 10 MB a fetch")
    void smallFetches() {
        reads();
        int asked = plain.attempt().traffic().largestFetch();
        if (asked > MAX_FETCH) {
            throw Wrong.seen("a request of the program allowed the broker to answer with " + asked + " bytes"
                            + (asked == 50 * 1024 * 1024 ? ": 50 MB, the default." : "."))
                    .means("fetch.max.bytes bounds the answer of a broker as a whole, max.partition.fetch.bytes the part of "
                            + "each partition in it. A consumer may hold one such answer of each broker in memory.")
                    .lookAt("which setting bounds the whole answer, and how many bytes are 10 MB?");
        }
    }

    @Fact(order = 3, value = "goes on reading after its topic has been quiet for a while")
    void outlivesTheQuiet() {
        if (!plain.attempt().traffic().hasConnected()) {
            Trial.cannotJudge(ONCE_IT_READS);
        }
        later();
        runsStill(plain);
        reads();
        awaitShown(idle, beforeTheQuiet, 0);
        int before = idle.emptyFetches();
        // the runs after the first one start while this one idles
        restart();
        Wait.holdsWithin(PATIENCE, () -> idle.hasEnded() || idle.emptyFetches() >= before + QUIET);
        List<Stored> after = idle.hasEnded() ? List.of() : write(quiet, ONE_BY_ONE, NEW);
        awaitShown(idle, after, idle.emptyFetches());
        runsStill(idle);
        List<Stored> missing = idle.missing(after);
        if (missing.size() == after.size() && idle.missing(beforeTheQuiet).size() == beforeTheQuiet.size()) {
            Trial.cannotJudge("to be judged once the program prints the orders");
        }
        if (!missing.isEmpty()) {
            throw Wrong.seen("the topic " + quiet.name() + " was quiet for a while. The program ran on, and did not print the "
                            + "order at " + missing.get(0).place() + ", which came after that.")
                    .means("a poll that returns nothing says only that nothing has come yet: a topic has no end.")
                    .lookAt("what does your program do after a poll that has returned nothing?");
        }
    }

    @Fact(order = 4, value = "is a member of its group, and commits every second while it runs")
    void commits() {
        reads();
        if (idle.hasEnded()) {
            Trial.cannotJudge(UNTIL_TOLD);
        }
        if (!Wait.holdsWithin(TO_LEAVE, () -> !trial.evidence().group(idle.group()).members().isEmpty())) {
            throw Wrong.seen("the program was reading, and the group of GROUP_ID, " + idle.group() + ", had no member.")
                    .means("a consumer is a member of the group in group.id when it has called subscribe(): then the group "
                            + "hands out the partitions. assign() takes them past the group, and they cannot be shared.")
                    .lookAt("how does the consumer come by its partitions, and where does the name of its group come from?");
        }
        // some commit again and again, others when there is something new: so there is, if need be
        for (int tries = 3; tries > 0; tries--) {
            awaitCommit();
            if (millisBetweenCommits() <= MAX_MILLIS_BETWEEN_COMMITS) {
                return;
            }
            write(quiet, 1, NEW);
        }
        throw Wrong.seen("the commits of the group " + idle.group() + " were " + millisBetweenCommits() + " ms apart, or more.")
                .means("after a crash a group reads again what came after its last commit. auto.commit.interval.ms is 5000 "
                        + "unless you say otherwise, and the lesson asks for every second.")
                .lookAt("how often does your consumer commit, and what tells it so?");
    }

    @Fact(order = 5, value = "goes on after a restart where it has stopped")
    void goesOn() {
        Restart after = restarted();
        awaitShown(after.again(), after.meanwhile(), 0);
        List<Stored> twice = new ArrayList<>(inTheFirstRun());
        twice.removeAll(plain.missing(twice));
        twice.removeAll(after.again().missing(twice));
        if (!twice.isEmpty() && !(after.stop().ended() && after.stop().stayed().isEmpty())) {
            Trial.cannotJudge("to be judged once the program leaves its group, which is the moment of the last commit");
        }
        if (!twice.isEmpty()) {
            throw Wrong.seen("the first run had printed the order at " + twice.get(0).place() + ", and the second run of the "
                            + "group printed it again, " + twice.size() + " in all.")
                    .means("a group goes on at its committed offsets. What was read before and is not committed when the "
                            + "program ends is read twice.")
                    .lookAt("what is committed when the program ends, and does anything move the consumer back?");
        }
        List<Stored> missing = after.again().missing(after.meanwhile());
        if (!missing.isEmpty()) {
            throw Wrong.seen("the order at " + missing.get(0).place() + " came between two runs of the group, and the second "
                            + "run, which " + state(after.again()) + ", did not print it.")
                    .means("a group goes on at its committed offsets, and so with what came while it was away. Only where it "
                            + "has none does it begin where auto.offset.reset says.")
                    .lookAt("has the first run committed, and does anything move the second one forward?");
        }
    }

    @Fact(order = 6, value = "ends within 5 s of SIGTERM, and is gone from its group at once")
    void leaves() {
        judge(restarted().stop());
        if (!idle.hasEnded()) {
            judge(stop(idle));
        }
    }

    @Fact(order = 7, value = "begins with the oldest order for a group that is new, whatever another group has read")
    void newGroup() {
        Restart after = restarted();
        List<Stored> all = Stream.of(inTheFirstRun(), after.meanwhile()).flatMap(List::stream).toList();
        awaitShown(after.fresh(), all, 0);
        List<Stored> missing = after.fresh().missing(all);
        if (!missing.isEmpty()) {
            throw Wrong.seen("the topic had " + all.size() + " orders. A new group read it and did not print "
                            + missing.size() + " of them, the first at " + missing.get(0).place() + ".")
                    .means("each group has offsets of its own, and a new one has none: it begins where auto.offset.reset "
                            + "says, which is the end (latest) unless you say otherwise.")
                    .lookAt("where does your program begin for a group without committed offsets?");
        }
    }

    private Run start(NewTopic topic, String group) {
        return new Run(topic, group, trial.attempt().with("TOPIC", topic.name()).with("GROUP_ID", group)
                .where(program -> program.atMost(LIMIT)).start());
    }

    /** Writes orders to each partition of a topic, one after the other, and returns them as they lie there. */
    private List<Stored> write(NewTopic topic, int each, Duration age) {
        Map<TopicPartition, Long> ends = trial.evidence().ends(topic.name());
        long timestamp = Instant.now().minus(age).toEpochMilli();
        for (int n = 0; n < each; n++) {
            trial.write(IntStream.range(0, topic.numPartitions()).mapToObj(partition -> {
                ShopOrder order = ShopOrder.random(String.valueOf(orderId++), 9, trial.random());
                return new ProducerRecord<>(topic.name(), partition, timestamp, order.user(),
                        order.json().getBytes(StandardCharsets.UTF_8));
            }).toList());
        }
        return trial.evidence().records(topic.name()).stream()
                .filter(record -> record.offset() >= ends.get(new TopicPartition(topic.name(), record.partition()))).toList();
    }

    /** Returns the orders that came after the first run had read those before, or was not going to. */
    private List<Stored> later() {
        if (later == null) {
            awaitShown(plain, earlier, 0);
            int before = plain.emptyFetches();
            later = plain.hasEnded() || !elsewhere().isEmpty() ? List.of() : write(orders, 5, NEW);
            awaitShown(plain, later, before);
        }
        return later;
    }

    private List<Stored> inTheFirstRun() {
        return Stream.of(earlier, later()).flatMap(List::stream).toList();
    }

    /** Waits until a run has printed all these; or has ended, reads something else, or has had nothing to read for long. */
    private void awaitShown(Run run, List<Stored> all, int emptyFetches) {
        int enough = emptyFetches + QUIET * run.topic().numPartitions();
        Wait.holdsWithin(PATIENCE, () -> run.hasEnded() || !elsewhere().isEmpty() || run.emptyFetches() >= enough
                || run.missing(all).isEmpty());
        // it may print on another thread than it reads
        Wait.holdsWithin(SETTLED, () -> run.hasEnded() || run.missing(all).isEmpty());
    }

    /** Returns how many lines of the first run say all of an order: of one stream, as a logger may repeat what is printed. */
    private long times(Stored order) {
        return Stream.of(plain.attempt().run().output(), plain.attempt().run().errors()).mapToLong(stream -> stream.lines()
                .stream().map(line -> line.replace("\\\"", "\"")).filter(line -> line.contains(order.valueText())
                        && lacking(line, order).isEmpty()).count()).max().orElse(0);
    }

    /** Returns what a line that holds the value of an order does not say of it. */
    private static List<String> lacking(String line, Stored order) {
        String rest = line.replace(order.valueText(), " ");
        List<String> lacking = new ArrayList<>();
        if (!hasNumber(rest, order.partition())) {
            lacking.add("partition " + order.partition());
        }
        if (!hasNumber(rest, order.offset())) {
            lacking.add("offset " + order.offset());
        }
        if (!rest.contains(order.keyText())) {
            lacking.add("key " + order.keyText());
        }
        return lacking;
    }

    private static boolean hasNumber(String text, long number) {
        return Pattern.compile("(?<!\\d)0*" + number + "(?!\\d)").matcher(text).find();
    }

    private void reads() {
        if (plain.attempt().traffic().largestFetch() == 0) {
            Trial.cannotJudge(ONCE_IT_READS);
        }
    }

    private static void runsStill(Run run) {
        if (run.hasEnded()) {
            boolean failed = !run.attempt().run().succeeded();
            throw Wrong.seen("nobody had told the program to stop, and it " + run.attempt().run().ending() + " while the topic "
                            + run.topic().name() + " was there to be read" + (failed ? said(run) : "."))
                    .means(failed ? "a consumer runs until it is told to stop, whether its topic is quiet or not."
                            : "a topic has no end. poll() returns nothing when nothing has come in the time that it was "
                            + "given, and while the group still hands out the partitions: an empty poll is not the end.")
                    .lookAt(failed ? "what does the message on standard error say, and which line of your file does it name?"
                            : "what ends the loop around poll(), or is there none?");
        }
    }

    private void awaitCommit() {
        TopicPartition partition = new TopicPartition(quiet.name(), 0);
        long end = trial.evidence().ends(quiet.name()).get(partition);
        if (!Wait.holdsWithin(TO_COMMIT, () -> trial.evidence().group(idle.group()).committed().getOrDefault(partition, 0L) >= end)) {
            Long committed = trial.evidence().group(idle.group()).committed().get(partition);
            throw Wrong.seen("the program ran for more than " + TO_COMMIT.toSeconds() + " s after offset " + (end - 1) + " on "
                            + partition + ", and its group " + idle.group()
                            + (committed == null ? " committed nothing." : " committed no more than " + committed + "."))
                    .means("a committed offset is the group's bookmark. A program that crashes commits nothing any more: what "
                            + "it has not committed while it ran is read again.")
                    .lookAt("what in your program commits while it runs: the consumer in the background, or you?");
        }
    }

    /** Returns the shortest time between two commits. */
    private long millisBetweenCommits() {
        long[] times = trial.evidence().group(idle.group()).commits().stream().mapToLong(Commit::timestamp).sorted().distinct()
                .toArray();
        return IntStream.range(1, times.length).mapToLong(n -> times[n] - times[n - 1]).min().orElse(Long.MAX_VALUE);
    }

    /** Returns what ran after the first run was told to stop, which it is now, or nothing where that had ended by itself. */
    private Restart restart() {
        if (restart == null && !plain.hasEnded()) {
            Stop stop = stop(plain);
            restart = new Restart(stop, write(orders, 3, NEW), start(orders, plain.group()),
                    start(orders, trial.group("others")));
        }
        return restart;
    }

    private Restart restarted() {
        reads();
        later();
        if (restart() == null) {
            Trial.cannotJudge(UNTIL_TOLD);
        }
        return restart;
    }

    /** Tells a run to stop; when this returns it has, and no member of its group is left, as the check sees to it. */
    private Stop stop(Run run) {
        run.attempt().run().terminate();
        boolean ended = Wait.holdsWithin(TO_STOP, run::hasEnded);
        run.attempt().run().kill();
        List<Member> stayed = ended && Wait.holdsWithin(TO_LEAVE, () -> trial.evidence().group(run.group()).members().isEmpty())
                ? List.of() : trial.evidence().group(run.group()).members();
        stayed.forEach(member -> trial.evidence().group(run.group()).evict(member));
        return new Stop(run, ended, stayed);
    }

    private static void judge(Stop stop) {
        if (!stop.ended()) {
            throw Wrong.seen("the program still ran " + TO_STOP.toSeconds() + " s after SIGTERM and was killed.")
                    .means("SIGTERM starts the shutdown hooks of a JVM, which ends when they have all returned. A loop around "
                            + "poll() goes on meanwhile, unless something ends it; what follows SIGTERM in life is SIGKILL.")
                    .lookAt("what ends your loop when the hook runs, and what does the hook wait for?");
        }
        if (stop.stayed().isEmpty()) {
            return;
        }
        Member member = stop.stayed().get(0);
        Wrong wrong = Wrong.seen("after SIGTERM the program " + stop.run().attempt().run().ending() + ". Its group "
                + stop.run().group() + " still had the member " + member.clientId() + ", with " + member.assignment() + ".");
        if (Printed.by(stop.run().attempt().run()).has("ConcurrentModificationException")) {
            throw wrong.means("a consumer belongs to one thread. What another thread asks of it, such as close() in a shutdown "
                            + "hook, throws a ConcurrentModificationException; only wakeup() may come from anywhere.")
                    .lookAt("which thread closes the consumer, and what may the hook do instead?");
        }
        throw wrong.means("SIGTERM does not unwind main: its finally blocks run only when something brings main to its "
                        + "end, and the JVM waits for its hooks alone. For a member that has not left the group waits until "
                        + "its session has run out, 45 s, and nobody reads its partitions.")
                .lookAt("does main get as far as closing the consumer, and does the JVM wait for that?");
    }

    /** Returns the topics that the program has asked for and that are not there. */
    private Set<String> elsewhere() {
        Set<String> topics = new TreeSet<>(plain.attempt().traffic().unknownTopics());
        // a broker may not have heard of a new topic yet
        topics.remove(orders.name());
        return topics;
    }

    private Wrong notPrinted(List<Stored> missing, int all) {
        String first = missing.size() + " of " + all + " orders were not printed, the first at " + missing.get(0).place();
        if (!elsewhere().isEmpty()) {
            return Wrong.seen(first + ": the program asked the brokers for the topic " + String.join(", ", elsewhere()) + ".")
                    .means("a service is told its topic by its surroundings; here the variable TOPIC names it.")
                    .lookAt("where does the name of the topic come from?");
        }
        if (plain.hasEnded() && plain.attempt().traffic().hasConnected()) {
            return Wrong.seen(first + ": the program " + plain.attempt().run().ending() + said(plain))
                    .means("a consumer runs until it is told to stop, and nobody had told it.")
                    .lookAt("what does the message on standard error say, and which line of your file does it name?");
        }
        if (plain.attempt().traffic().largestFetch() == 0) {
            return Wrong.seen(first + ": the program, which " + state(plain) + ", asked no broker of "
                            + "KAFKA_BOOTSTRAP_SERVERS for records" + said(plain))
                    .means("a consumer reads nothing by being there. It subscribes to a topic, and each call of poll() takes "
                            + "it a step further: into the group, to its partitions, and then to the records.")
                    .lookAt(plain.hasEnded() ? "which call makes your consumer a member of the group, and which one reads?"
                            : "what does your program wait for, and does it come to poll()?");
        }
        if (missing.equals(earlier) && !later.isEmpty()) {
            return Wrong.seen("the program printed the " + later.size() + " orders that came after its start, and none of the "
                            + earlier.size() + " that were there before, the first at " + missing.get(0).place() + ".")
                    .means("a group without committed offsets begins where auto.offset.reset says. Unless you say otherwise "
                            + "that is latest, the end of each partition: what was there before is never read.")
                    .lookAt("where does your program tell the consumer to begin?");
        }
        return Wrong.seen(first + ": no line holds its value " + missing.get(0).valueText() + ". The program " + state(plain)
                        + said(plain))
                .means("poll() returns many records at a time, of any of the partitions, and never returns them again.")
                .lookAt("does each record of each poll reach the line that prints, and does that print the whole value?");
    }

    private Wrong incomplete(Stored order) {
        String line = plain.lines().filter(each -> each.contains(order.valueText())).findFirst().orElseThrow();
        return Wrong.seen("for the order at " + order.place() + " no line says all of it. This one lacks "
                        + String.join(", and ", lacking(line, order)) + ": " + Printed.quote(line.strip()))
                .means("a record is known by its place, partition and offset: by it you find again what a log speaks of, and "
                        + "see from where a group goes on.")
                .lookAt("what does a ConsumerRecord know besides its value, and what do you print of it?");
    }

    private static String state(Run run) {
        return run.hasEnded() ? run.attempt().run().ending() : "is still running";
    }

    private static String said(Run run) {
        String quoted = Printed.by(run.attempt().run()).quoted();
        return quoted.equals("nothing") ? "." : ", having said: " + quoted;
    }
}
