package checks.orderpipeline;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.check.Attempt;
import workshop.check.Books.Fate;
import workshop.check.MemberRun;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.Stored;
import workshop.evidence.Wait;

/** What the runs have logged, on either stream: the places of dead letters, and the lag. */
public final class Journal {

    private static final Pattern LAG = Pattern.compile("(?i)(?<!f)lag");
    // a place is no number of orders
    private static final Pattern PLACE = Pattern.compile("(?:orders)?-[0-3](?!\\d)");
    // also as 12.0
    private static final Pattern NUMBER = Pattern.compile("(?<!\\d|\\d\\.)(\\d{1,18})(?:\\.0+)?(?!\\d|\\.\\d)");
    // a program logs it about once a second; the rest is for a machine that is busy
    private static final Duration TO_LOG = Duration.ofSeconds(15);

    private final Storm storm;
    private final Crew crew;
    private List<String> whileOrdersWaited = List.of();
    private boolean saidNone;
    private boolean fellSilent;

    Journal(Storm storm) {
        this.storm = storm;
        this.crew = storm.crew();
    }

    /** Returns how many lines with the lag a run has printed. */
    int lagLines(Attempt attempt) {
        return lagLines(Printed.by(attempt.run())).size();
    }

    /** Notes that orders have waited, more than a program has in hand, for each line with the lag of a run but the first few. */
    void ordersWaited(MemberRun run, int after) {
        List<String> all = lagLines(run);
        whileOrdersWaited = all.subList(Math.min(after, all.size()), all.size());
    }

    /** Waits until a run says that no order waits, now that all are done; in vain where none ever speaks of it. */
    void awaitNoLag() {
        Map<MemberRun, Integer> before = new HashMap<>();
        crew.runs().staying().forEach(run -> before.put(run, lagLines(run).size()));
        Supplier<Stream<String>> since = () -> before.entrySet().stream()
                .flatMap(run -> lagLines(run.getKey()).stream().skip(run.getValue()));
        saidNone = before.values().stream().anyMatch(lines -> lines > 0)
                && Wait.holdsWithin(TO_LOG, () -> since.get().anyMatch(this::saysNone));
        fellSilent = since.get().findAny().isEmpty();
    }

    /** Establishes that each dead letter is logged, with the place of its order. */
    public void judgePlaces() {
        List<String> lines = crew.runs().all().stream().flatMap(run -> lines(run).stream())
                .filter(line -> !LAG.matcher(line).find()).toList();
        Optional<Fate> silent = storm.watch().books().bad().stream().filter(Fate::isDone)
                .filter(fate -> lines.stream().noneMatch(line -> names(line, fate.order()))).findFirst();
        silent.ifPresent(fate -> {
            throw Wrong.seen("the order at " + fate.order().place() + " has its dead letter, and no run has printed a "
                            + "line with its partition and its offset.")
                    .means("nobody looks at a dead-letter topic unasked. What is set aside in silence is found when "
                            + "the customer calls.")
                    .lookAt("what does your program say at the moment at which it sets an order aside?");
        });
    }

    /** Establishes that the lag is logged, and that it is one. */
    public void judgeLag() {
        List<String> said = crew.runs().all().stream().flatMap(run -> lagLines(run).stream()).toList();
        if (said.isEmpty()) {
            throw Wrong.seen("no run has printed a line with the word lag and a number.")
                    .means("the lag is how many orders wait: the end of a partition less the place of the group. It "
                            + "is the one figure that shows a program that runs, and still does too little.")
                    .lookAt("what does a consumer know of the end of its partitions?");
        }
        int all = storm.watch().books().fates().size();
        Predicate<String> tooMuch = line -> numbers(line).stream().allMatch(number -> number > all);
        said.stream().filter(tooMuch).findFirst().ifPresent(line -> {
            throw Wrong.seen("a run printed \"" + Printed.quote(line.strip()) + "\", and there were "
                    + all + " orders in all.")
                    .means("the lag of a partition is its end less the place of the group.")
                    .lookAt("what do you subtract from what?");
        });
        Predicate<String> saysOnlyNone = line -> numbers(line).stream().allMatch(number -> number == 0);
        if (!whileOrdersWaited.isEmpty() && whileOrdersWaited.stream().allMatch(saysOnlyNone)) {
            throw Wrong.seen("in the beginning hundreds of orders waited, and program A had its commit kept back for a while. Then it "
                            + "printed \"" + Printed.quote(whileOrdersWaited.get(0).strip()) + "\".")
                    .means("the lag of a partition is its end less the place of the group: 0 only where nothing waits.")
                    .lookAt("where does the figure in this line come from, and how old is it?");
        }
        if (!saidNone && fellSilent) {
            throw Wrong.seen("when all orders were done, no run printed a line with the lag for " + TO_LOG.toSeconds()
                            + " s. The last before that was \"" + Printed.quote(said.get(said.size() - 1).strip()) + "\".")
                    .means("who falls silent when there is nothing to do looks like who hangs. A lag of 0, once a second, "
                            + "says that all is well.")
                    .lookAt("what does your program print when poll() has returned nothing?");
        }
        if (!saidNone) {
            throw Wrong.seen("all orders were done, and for " + TO_LOG.toSeconds() + " s no run printed a lag of 0. "
                            + "The last line was \"" + Printed.quote(said.get(said.size() - 1).strip()) + "\".")
                    .means("the lag of a partition is its end less the place of the group: 0 where nothing waits.")
                    .lookAt("what do you subtract from what, and how often do you print it?");
        }
    }

    private List<String> lagLines(MemberRun run) {
        return lagLines(Printed.by(run.attempt().run()));
    }

    private List<String> lagLines(Printed printed) {
        return lines(printed).stream().filter(line -> !line.startsWith("\t"))
                .filter(line -> LAG.matcher(line).find() && !numbers(line).isEmpty()).toList();
    }

    private boolean saysNone(String line) {
        return numbers(line).contains(0L);
    }

    // what follows the word, as a logger may say before it when; where nothing does, the rest of the line
    private List<Long> numbers(String line) {
        String bare = PLACE.matcher(line).replaceAll(" ");
        List<Long> after = numbersIn(LAG.split(bare, 2)[1]);
        return after.isEmpty() ? numbersIn(bare) : after;
    }

    private static List<Long> numbersIn(String text) {
        return NUMBER.matcher(text).results().map(match -> Long.parseLong(match.group(1))).toList();
    }

    // what the check has named at random may have the word in it
    private List<String> lines(MemberRun run) {
        return lines(Printed.by(run.attempt().run()));
    }

    private List<String> lines(Printed printed) {
        return printed.lines().stream().map(line -> line.replace(crew.orders().name(), "orders")
                .replace(crew.invoices().name(), "invoices").replace(crew.deadLetters().name(), "dead")
                .replace(crew.group().name(), "group")).toList();
    }

    private static boolean names(String line, Stored order) {
        return has(line, order.partition()) && has(line, order.offset());
    }

    private static boolean has(String line, long number) {
        return Pattern.compile("(?<!\\d)" + number + "(?!\\d)").matcher(line).find();
    }
}
