package workshop.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.opentest4j.TestAbortedException;
import workshop.cluster.Cluster;
import workshop.evidence.Evidence;
import workshop.process.Background;
import workshop.program.Program;

/**
 * One program before one check: the cluster, the program and all that the check needs to set up what the program meets. What
 * it made, it takes away when it is closed.
 */
public final class Trial implements AutoCloseable {

    private static final String ONCE_IT_CONNECTS = "to be judged once the program connects to the brokers of KAFKA_BOOTSTRAP_SERVERS";
    private static final short REPLICAS = 3;

    private final Cluster cluster;
    private final Evidence evidence;
    private final RecordWriter writer;
    private final Supplier<Program> program;
    private final Random random;
    private final Runnable onFirstStart;
    private final AtomicBoolean everStarted = new AtomicBoolean();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final List<String> topics = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<GroupMember> members = new ArrayList<>();
    private final Set<Integer> stopped = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> alterations;
    private Program built;
    private CompletableFuture<Void> preparation = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> stopping = CompletableFuture.completedFuture(null);
    private volatile boolean givenUp;
    private boolean abandoned;
    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private volatile boolean toldOfOtherBrokers;

    /**
     * Prepares a trial; all brokers are back, and every replica in sync, when this returns.
     *
     * @param program waits for the program, which may still be compiling
     * @param seed    what random data comes from: the same seed, the same data
     * @param onFirstStart is done when the program has been started for the first time
     */
    public Trial(Cluster cluster, Evidence evidence, RecordWriter writer, Supplier<Program> program, long seed,
            Runnable onFirstStart) {
        this.cluster = cluster;
        this.evidence = evidence;
        this.writer = writer;
        this.program = program;
        this.random = new Random(seed);
        this.onFirstStart = onFirstStart;
        startAllBrokers();
        alterations = CompletableFuture.runAsync(evidence::takeBackAlterations, Background.executor("alterations"));
    }

    /** Returns where random data comes from. */
    public Random random() {
        return random;
    }

    /** Returns what the cluster shows of what happened. */
    public Evidence evidence() {
        return evidence;
    }

    /** Returns the cluster. */
    public Cluster cluster() {
        return cluster;
    }

    /**
     * Names a topic that no other run has, of letters alone so that no number in a program's output can be taken from it.
     *
     * @param base  what it begins with
     * @param settings pairs of name and value, as {@code TopicConfig} names them
     */
    public NewTopic topic(String base, int partitions, String... settings) {
        NewTopic topic = new NewTopic(unique(base), partitions, REPLICAS);
        Map<String, String> configs = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            configs.put(settings[i], settings[i + 1]);
        }
        return topic.configs(configs);
    }

    /**
     * Names such a topic and says where its replicas are to be.
     *
     * @param brokers of each partition, the one that is to lead it first
     */
    public NewTopic topic(String base, int partitions, IntFunction<List<Integer>> brokers) {
        return new NewTopic(unique(base), IntStream.range(0, partitions).boxed()
                .collect(Collectors.toMap(partition -> partition, brokers::apply)));
    }

    /** Names a topic of one partition whose name has that of another topic in it, as a pattern may not mind. */
    public NewTopic topicAround(String before, NewTopic topic, String after) {
        return new NewTopic(noted(before + topic.name() + after), 1, REPLICAS).configs(Map.of());
    }

    /** Names such a topic whose partitions are all led by the same broker: one poll may return records of each of them. */
    public NewTopic topicLedByOne(String base, int partitions) {
        return topic(base, partitions, partition -> replicas(0));
    }

    /** Returns where the replicas of a partition are to be so that each broker in its turn leads one, the first of them with turn 0. */
    public List<Integer> replicas(int turn) {
        List<Integer> brokers = new ArrayList<>(cluster.brokers().keySet());
        Collections.rotate(brokers, -turn);
        return List.copyOf(brokers.subList(0, Math.min(REPLICAS, brokers.size())));
    }

    private String unique(String base) {
        // not from the seed: the same data must be judged anew, and not beside what is left of the last time
        return noted(base + "-" + ThreadLocalRandom.current().ints(8, 'a', 'z' + 1).mapToObj(Character::toString)
                .collect(Collectors.joining()));
    }

    // the program's own, which goes again, also where this process is killed
    private String noted(String name) {
        names.add(name);
        cluster.isToHave(name);
        return name;
    }

    /** Makes topics; they are ready when this returns, and go with the trial. */
    public void create(NewTopic... all) {
        Arrays.stream(all).map(NewTopic::name).forEach(topics::add);
        Arrays.stream(all).forEach(this::complete);
        evidence.create(List.of(all));
        Background.result(alterations);
    }

    private void complete(NewTopic topic) {
        Map<String, String> settings = new HashMap<>(cluster.topicSettings());
        settings.putAll(Optional.ofNullable(topic.configs()).orElse(Map.of()));
        topic.configs(settings);
    }

    /** Prepares what the program is to meet while its JVM starts; {@link #awaitPrepared()} returns when it is there. */
    public void prepare(Runnable work) {
        preparation = CompletableFuture.runAsync(work, Background.executor("preparation"));
    }

    /** Waits until all is there that {@link #prepare} was told to prepare, and throws what that threw. */
    public void awaitPrepared() {
        Background.result(preparation);
    }

    /** Names a consumer group that no other run has; what it has committed goes with the trial. */
    public String group(String base) {
        String name = unique(base);
        groups.add(name);
        return name;
    }

    /** Lets a consumer of the check's own join a group and read a topic; it leaves with the trial. */
    public GroupMember member(String group, String topic) {
        GroupMember member = new GroupMember(cluster.bootstrapServers(), evidence.group(group), topic);
        members.add(member);
        return member;
    }

    /** Writes records to the cluster; all in-sync replicas have them when this returns. */
    public void write(List<ProducerRecord<String, byte[]>> records) {
        writer.write(records);
    }

    /**
     * Begins an attempt of the program: {@link Attempt#start()} starts it. Where it was told already that the program waits for other
     * brokers, nothing is to be seen of another run, and the fact is skipped.
     */
    public Attempt attempt() {
        if (toldOfOtherBrokers) {
            cannotJudge(ONCE_IT_CONNECTS);
        }
        if (built == null) {
            built = program.get();
        }
        Attempt attempt = new Attempt(cluster, built, names, this::started);
        synchronized (attempts) {
            attempts.push(attempt);
            if (abandoned) {
                attempt.close();
            }
        }
        return attempt;
    }

    private void started() {
        if (everStarted.compareAndSet(false, true)) {
            onFirstStart.run();
        }
    }

    /** Ends a fact without a judgement where no broker can be taken away: it says nothing of the program that none was. */
    public void needBrokersToStop() {
        if (!cluster.canStopBrokers()) {
            cannotJudge("a broker would have to be stopped, and these are not the workshop's to stop");
        }
    }

    /** Stops a broker in good order; a check for which this cannot be done skips the fact. */
    public void stopBroker(int broker) {
        needBrokersToStop();
        // before it is gone: whoever looks meanwhile is to know that the check wants it so
        stopped.add(broker);
        cluster.stopBroker(broker);
    }

    /** Stops a broker in the background, as soon as all is there that is prepared; {@link #awaitStopped()} returns when it is gone. */
    public void stopBrokerMeanwhile(int broker) {
        stopping = preparation.thenRunAsync(() -> stopBroker(broker), Background.executor("stop"));
    }

    /** Waits until the broker is gone that {@link #stopBrokerMeanwhile} was told to stop; where that cannot be done the fact is skipped. */
    public void awaitStopped() {
        Background.result(stopping);
    }

    /** Brings a broker back; it serves requests when this returns, and its replicas may still be catching up. */
    public void startBroker(int broker) {
        cluster.startBroker(broker);
        stopped.remove(broker);
    }

    /** Returns whether every broker is there that the check has not stopped: where not, nothing can be said of a program. */
    public boolean clusterIsWell() {
        return evidence.brokers().containsAll(cluster.brokers().keySet().stream()
                .filter(broker -> !stopped.contains(broker)).toList());
    }

    /** Returns what went wrong between a program and the brokers that is the workshop's, where something did. */
    public Optional<String> trouble() {
        synchronized (attempts) {
            return attempts.stream().flatMap(attempt -> attempt.trouble().stream()).findFirst();
        }
    }

    /** Returns what the program asked for that no lesson needs and that was refused, as in {@code DeleteTopics of orders}. */
    public List<String> denied() {
        synchronized (attempts) {
            return attempts.stream().flatMap(attempt -> attempt.traffic().denied().stream()).distinct().toList();
        }
    }

    /** Returns whether a program had no more time, and had waited for a core during most of it. */
    public boolean wasStarved() {
        return attempts.stream().anyMatch(Attempt::wasStarved);
    }

    /** Returns whether a program was still running when its time was up, or had let the check wait in vain. */
    public boolean hadNoTime() {
        return attempts.stream().anyMatch(Attempt::hadNoTime);
    }

    /**
     * Returns what to say of a fact that does not hold where a run of the program waited for brokers that it was not told of; nothing
     * where none did.
     */
    Optional<Throwable> waitedForOtherBrokers() {
        synchronized (attempts) {
            if (attempts.stream().noneMatch(Attempt::waitedForOtherBrokers)) {
                return Optional.empty();
            }
        }
        boolean told = toldOfOtherBrokers;
        toldOfOtherBrokers = true;
        return Optional.of(told ? new TestAbortedException(ONCE_IT_CONNECTS)
                : Surroundings.otherAddresses("the program connected to none of the brokers of KAFKA_BOOTSTRAP_SERVERS. It waited for "
                        + "others, in a call of Kafka's client, and was stopped."));
    }

    /** Starts every broker that was stopped; all replicas are in sync when this returns. */
    public void startAllBrokers() {
        startAllBrokers(cluster, evidence);
        stopped.clear();
    }

    /** Starts every broker of a cluster that was stopped; all replicas are in sync, and producers served, when this returns. */
    public static void startAllBrokers(Cluster cluster, Evidence evidence) {
        if (cluster.canStopBrokers()) {
            cluster.brokers().keySet().forEach(cluster::startBroker);
            evidence.awaitAllInSync();
            evidence.awaitProducerIds();
        }
    }

    /** Ends a fact without a judgement. */
    public static void cannotJudge(String why) {
        throw new TestAbortedException(why);
    }

    /** Ends a fact without a judgement for which the moment was missed this time, by chance: the program is judged again. */
    public static void missed(String what) {
        throw new Missed(what);
    }

    /** Ends what still runs and deletes the topics; brokers that were stopped come back when they are needed. */
    @Override
    public void close() {
        attempts.forEach(Attempt::close);
        // what it makes is to go too; whether it could is told by awaitPrepared
        preparation.handle((done, failure) -> done).join();
        stopping.handle((done, failure) -> done).join();
        members.forEach(GroupMember::close);
        members.clear();
        groups.forEach(group -> evidence.group(group).deleteIfPossible());
        groups.clear();
        if (!topics.isEmpty()) {
            evidence.deleteIfPossible(topics);
            topics.clear();
        }
    }

    /** Ends what runs, from another thread, and keeps what is to come from running: nobody waits for the judgement. */
    public void abandon() {
        giveUp();
        synchronized (attempts) {
            abandoned = true;
            attempts.forEach(Attempt::close);
        }
    }

    void giveUp() {
        givenUp = true;
    }

    boolean isGivenUp() {
        return givenUp || trouble().isPresent();
    }
}
