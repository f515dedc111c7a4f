package workshop.check;

import java.time.Duration;
import java.util.List;
import workshop.evidence.Wait;
import workshop.program.ProgramRun;
import workshop.program.ThreadDump.JavaThread;

/** What a program waits for, as its JVM tells of its threads. */
public final class Waiting {

    private static final Duration TOLD = Duration.ofSeconds(2);
    // they wait with a time, or run, whatever the program does
    private static final List<String> OF_ANY = List.of("Reference Handler", "Finalizer", "Signal Dispatcher", "Service Thread",
            "Monitor Deflation Thread", "C1 CompilerThread", "C2 CompilerThread", "Sweeper thread", "Notification Thread",
            "Common-Cleaner", "Attach Listener", "DestroyJavaVM", "kafka-producer-network-thread", "kafka-admin-client-thread");
    private static final String CONSUMER = "org.apache.kafka.clients.consumer.KafkaConsumer.";
    // which have a broker answer, whatever there is to read or to write; send() asks for the topic's partitions first
    private static final List<String> ANSWERED = List.of(CONSUMER + "poll", CONSUMER + "partitionsFor", CONSUMER + "committed",
            CONSUMER + "endOffsets", CONSUMER + "beginningOffsets", CONSUMER + "offsetsForTimes", CONSUMER + "position",
            "org.apache.kafka.clients.producer.KafkaProducer.waitOnMetadata",
            "org.apache.kafka.clients.producer.KafkaProducer.initTransactions",
            "org.apache.kafka.common.internals.KafkaFutureImpl.get");

    private Waiting() {
    }

    /**
     * Returns whether each thread of a program waits for another one, or for an answer, and for as long as it takes; not where it
     * has ended, or its JVM does not tell.
     */
    public static boolean isWithoutTime(ProgramRun run) {
        return isWithoutTime(threads(run));
    }

    /** Returns the threads of a program; none where it has ended, or its JVM does not tell. */
    private static List<JavaThread> threads(ProgramRun run) {
        int before = run.threadDumps();
        boolean told = run.askForThreads()
                && Wait.holdsWithin(TOLD, () -> run.hasEnded() || run.threadDumps() > before) && !run.hasEnded();
        return told ? run.lastThreadDump().threads() : List.of();
    }

    private static boolean isWithoutTime(List<JavaThread> threads) {
        return !threads.isEmpty() && threads.stream().filter(thread -> OF_ANY.stream().noneMatch(thread.name()::startsWith))
                .allMatch(thread -> thread.state().startsWith("WAITING") || thread.state().startsWith("BLOCKED"));
    }

    /**
     * Returns whether a program waits within a call of Kafka's client that a broker has to answer; not where it has ended, or its JVM
     * does not tell.
     */
    static boolean isForABroker(ProgramRun run) {
        return threads(run).stream().filter(Waiting::isAtRest).anyMatch(thread -> ANSWERED.stream().anyMatch(thread::isIn));
    }

    // a JVM takes a thread that waits for its sockets for one that runs
    private static boolean isAtRest(JavaThread thread) {
        return thread.state().startsWith("WAITING") || thread.state().startsWith("TIMED_WAITING")
                || thread.frames().stream().findFirst().filter(top -> top.startsWith("sun.nio.ch.")).isPresent();
    }
}
