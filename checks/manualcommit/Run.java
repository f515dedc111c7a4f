package checks.manualcommit;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.check.Attempt;
import workshop.check.Printed;

/**
 * One run of the program, and what it says of the orders: which it has processed, and which have failed. What it has printed
 * before it asks a broker for something is known when the broker is asked.
 */
public final class Run {

    private static final Pattern ORDER = Pattern.compile("(?<!\\d)\\d{12}(?!\\d)");
    // "not processed" and "could not be processed" say the contrary
    private static final Pattern PROCESSED = Pattern.compile("(?i)(?<!not |n't |never |yet |be |being |un)processed");
    private static final Pattern FAILED = Pattern.compile("(?i)fail");
    // so often the brokers had nothing for it, and for so long it has said nothing: nothing more will come of it
    private static final int QUIET = 15;
    private static final Duration SILENT = Duration.ofSeconds(10);

    /** A word about an order. */
    record Said(String id, boolean failed) {
    }

    private final Attempt attempt;
    private final Set<String> processed = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private int outputSeen;
    private int errorsSeen;
    private int heard;
    private int emptyFetches;
    private long lastHeard = System.nanoTime();

    /** Takes an attempt, which may be started later. */
    public Run(Attempt attempt) {
        this.attempt = attempt;
    }

    /** Returns the attempt. */
    public Attempt attempt() {
        return attempt;
    }

    /** Returns whether it has ended and all that it has printed is there. */
    public boolean hasEnded() {
        return attempt.run().hasEnded();
    }

    /** Returns the ids of the orders that it has processed so far. */
    public synchronized Set<String> processed() {
        read();
        return Set.copyOf(processed);
    }

    /** Returns the ids of the orders that have failed so far, whether or not they were processed later. */
    public synchronized Set<String> failed() {
        read();
        return Set.copyOf(failed);
    }

    /** Returns what it has said of orders so far, one word after the other, on the stream on which it says more of them. */
    List<Said> said() {
        return Stream.of(attempt.run().output(), attempt.run().errors()).map(stream -> stream.lines().stream()
                .flatMap(Run::said).toList()).max(Comparator.comparing(List::size)).orElseThrow();
    }

    private static Stream<Said> said(String line) {
        boolean isProcessed = PROCESSED.matcher(line).find();
        return !isProcessed && !FAILED.matcher(line).find() ? Stream.empty()
                : ORDER.matcher(line).results().map(order -> new Said(order.group(), !isProcessed));
    }

    /** Returns whether the brokers had nothing for it since it last said something. */
    public synchronized boolean hasRead() {
        return quietFor() > 0;
    }

    /** Returns whether the brokers had nothing for it for so long that nothing more will come of it. */
    public synchronized boolean isIdle() {
        return quietFor() >= QUIET && System.nanoTime() - lastHeard > SILENT.toNanos();
    }

    private int quietFor() {
        read();
        int now = attempt.traffic().emptyFetches();
        int lines = outputSeen + errorsSeen;
        if (lines != heard) {
            heard = lines;
            emptyFetches = now;
            lastHeard = System.nanoTime();
        }
        return now - emptyFetches;
    }

    private void read() {
        outputSeen = read(attempt.run().output().lines(), outputSeen);
        errorsSeen = read(attempt.run().errors().lines(), errorsSeen);
    }

    private int read(List<String> lines, int seen) {
        for (String line : lines.subList(Math.min(seen, lines.size()), lines.size())) {
            List<String> orders = ORDER.matcher(line).results().map(MatchResult::group).toList();
            if (PROCESSED.matcher(line).find()) {
                processed.addAll(orders);
            } else if (FAILED.matcher(line).find()) {
                failed.addAll(orders);
            }
        }
        // the last line may be unfinished
        return Math.max(seen, lines.size() - 1);
    }

    /** Returns how it ended, and what it said of that, in words that continue a sentence about the program. */
    public String ending() {
        List<String> errors = attempt.run().errors().lines().stream().filter(line -> !line.isBlank()).toList();
        return attempt.run().ending() + (errors.isEmpty() ? "" : ", having said: " + Printed.by(attempt.run())
                .without(line -> !errors.contains(line)).quoted());
    }
}
