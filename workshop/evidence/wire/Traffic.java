package workshop.evidence.wire;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** What went through a {@link Tap} so far. */
public final class Traffic {

    // what somebody reads; a program may ask for more
    private static final int DENIED = 50;

    private final CopyOnWriteArrayList<String> denied = new CopyOnWriteArrayList<>();
    private final List<Produced> produced = new CopyOnWriteArrayList<>();
    private final List<Committed> committed = new CopyOnWriteArrayList<>();
    private final Set<String> unknownTopics = new ConcurrentSkipListSet<>();
    private final Set<String> memberIds = new ConcurrentSkipListSet<>();
    private final Map<Uuid, String> topicNames = new ConcurrentHashMap<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger answeredWrites = new AtomicInteger();
    private final AtomicInteger leaderless = new AtomicInteger();
    private final AtomicInteger largestFetch = new AtomicInteger();
    private final AtomicInteger emptyFetches = new AtomicInteger();
    private final Reads reads = new Reads();
    private final Map<String, Integer> described = new ConcurrentHashMap<>();
    private final Map<TopicPartition, NavigableMap<Long, Confirmation>> confirmed = new ConcurrentHashMap<>();
    private final Set<String> transactionalIds = new ConcurrentSkipListSet<>();
    private final Set<String> joined = new ConcurrentSkipListSet<>();
    private final Moments moments = new Moments();
    private volatile int generation;
    private volatile boolean staticMember;
    private volatile int mayStayAway;
    private volatile boolean stayedAway;
    private volatile boolean leftWithoutFetching;
    private volatile long lastFetch = System.nanoTime();
    private volatile boolean connected;
    private volatile long firstRecordsAt;

    Traffic() {
    }

    /** Returns whether the program has connected to any broker that it was told of. */
    public boolean hasConnected() {
        return connected;
    }

    /** Returns when the program did what it did first. */
    public Moments moments() {
        return moments;
    }

    /** Returns what the program asked brokers to write, with their answers, in the order of the answers. */
    public List<Produced> produced() {
        return produced;
    }

    /**
     * Returns what the program has asked to commit for groups, with the answers, in their order; the offsets of a transaction when
     * it is committed.
     */
    public List<Committed> committed() {
        return committed;
    }

    /**
     * Returns the topics that the program asked for and that the cluster said it does not have.
     *
     * @param own the program's own topics, which do not count: a broker may not have heard of a new topic yet
     */
    public Set<String> unknownTopics(String... own) {
        Set<String> topics = new TreeSet<>(unknownTopics);
        List.of(own).forEach(topics::remove);
        return topics;
    }

    /** Returns the topics that the program asked for, or asked brokers to write to, in place of its own. */
    public Set<String> otherTopics(String own) {
        Set<String> topics = unknownTopics(own);
        produced.stream().map(Produced::topic).filter(topic -> !topic.equals(own)).forEach(topics::add);
        return topics;
    }

    /** Returns the error by which a broker first refused what the program asked it to write, where one did. */
    public Optional<String> refusal() {
        return produced.stream().filter(Produced::refused).map(Produced::error).findFirst();
    }

    /**
     * Returns the last confirmation that the program got for a batch that begins at an offset or before it; nothing where it got
     * none. Where the record at the offset is the program's, and was confirmed, it is that of its batch.
     */
    public Optional<Confirmation> confirmation(TopicPartition partition, long offset) {
        return Optional.ofNullable(confirmed.getOrDefault(partition, Collections.emptyNavigableMap()).floorEntry(offset))
                .map(Map.Entry::getValue);
    }

    /** Returns how many requests to write the program has made, answered or not. */
    public int writes() {
        return writes.get();
    }

    /** Returns whether each of these requests was answered, of those that wanted an answer. */
    public boolean writesAreAnswered() {
        return answeredWrites.get() >= writes.get();
    }

    /**
     * Returns how often the program was told that a partition of a topic that it asked for has no leader. A client asks again
     * as long as that is so, more and more seldom, up to {@code retry.backoff.max.ms}, a second by default.
     */
    public int leaderless() {
        return leaderless.get();
    }

    /** Returns the largest {@code max_bytes} that the program has named in a request to read; 0 where it has made none. */
    public int largestFetch() {
        return largestFetch.get();
    }

    /**
     * Returns how often in a row a broker had no record for the program that had asked for some; 0 again once one had. A broker
     * answers so when it has waited as long as the program has told it to, half a second by default: so a check sees that a program
     * has had nothing to read for a while.
     */
    public int emptyFetches() {
        return emptyFetches.get();
    }

    /** Returns when a broker first had records for the program, as {@link System#nanoTime()} has it; 0 where none had. */
    public long firstRecordsAt() {
        return firstRecordsAt;
    }

    /**
     * Returns how often the program was told which partitions a topic has. A client that waits for a partition which is not there asks
     * again and again, more and more seldom.
     */
    public int described(String topic) {
        return described.getOrDefault(topic, 0);
    }

    /**
     * Returns the largest offset of a partition that the program has asked a broker for, or -1 where it has asked for none. A
     * consumer asks for it once {@code poll()} hands out, or has handed out, all that comes before it.
     */
    public long readTo(TopicPartition partition) {
        return reads.to(partition);
    }

    /** Returns the transactional ids of the program's producers. */
    public Set<String> transactionalIds() {
        return transactionalIds;
    }

    /** Returns the consumer groups that the program has asked to be a member of. */
    public Set<String> joined() {
        return joined;
    }

    /**
     * Returns the ids by which the program has asked to be a member of a group, as {@code Member.id()} has them; a consumer that
     * the group has thrown out may come back by another one. None where it has never asked.
     */
    public Set<String> memberIds() {
        return memberIds;
    }

    /** Returns whether the program has asked to be a static member of a group: by a {@code group.instance.id}. */
    public boolean isStaticMember() {
        return staticMember;
    }

    /**
     * Returns where the program has begun to read partitions, in its order: where a read went back, or was the first one since the
     * program was told of a commit, or since its group shared its partitions.
     */
    public List<Beginning> beginnings() {
        return reads.beginnings();
    }

    /**
     * Returns which sharing of its group the program has last asked for its part of: the generation, or the member epoch under the
     * consumer protocol; 0 where it has not. A group counts as stable before all of its members have asked.
     */
    public int generation() {
        return generation;
    }

    /**
     * Returns for how many milliseconds a consumer of the program has said that it may stay away from {@code poll()}, as
     * {@code max.poll.interval.ms} has it; 0 where none has asked to be a member of a group.
     */
    public int mayStayAway() {
        return mayStayAway;
    }

    /**
     * Returns whether a consumer of the program has said, when it left its group, that it had stayed away from {@code poll()} for longer
     * than that. Under the classic protocol it says so; one that is closed, or gives up its subscription, gives another reason.
     */
    public boolean stayedAway() {
        return stayedAway;
    }

    /**
     * Returns whether a consumer of the consumer protocol, which has no reasons, has left its group when it had asked for no records for
     * longer than that. One that does not poll asks for none; but neither does one that polls while all that it has is paused, and it
     * leaves when it is closed. So before the program is told to stop this says that it has stayed away, and after that nothing.
     */
    public boolean leftWithoutFetching() {
        return leftWithoutFetching;
    }

    /**
     * Returns what the tap has not let through, each only once, as in {@code DeleteTopics of orders}; the first few where it
     * was much.
     */
    public List<String> denied() {
        return List.copyOf(denied);
    }

    void deny(String what) {
        if (denied.size() < DENIED) {
            denied.addIfAbsent(what);
        }
    }

    void inGeneration(int now) {
        generation = now;
    }

    void mayStayAway(int millis) {
        mayStayAway = millis;
    }

    void leavingForStayingAway() {
        stayedAway = true;
    }

    void leavingWithoutReason() {
        leftWithoutFetching |= TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastFetch) >= mayStayAway;
    }

    void joining(String group, String memberId, String instanceId) {
        joined.add(group);
        staticMember |= instanceId != null;
        // the classic protocol gives out an id with the answer to the first request
        actingAs(memberId);
    }

    void actingAs(String memberId) {
        if (!memberId.isEmpty()) {
            memberIds.add(memberId);
        }
    }

    void askedToWrite(int requestTimeoutMs) {
        writes.incrementAndGet();
        moments.writing(requestTimeoutMs);
    }

    void answeredToWrite() {
        answeredWrites.incrementAndGet();
    }

    void toldOfNoLeader() {
        leaderless.incrementAndGet();
    }

    void fetching(int maxBytes) {
        lastFetch = System.nanoTime();
        largestFetch.accumulateAndGet(maxBytes, Math::max);
    }

    void fetching(TopicPartition partition, long offset) {
        reads.reading(partition, offset, generation);
    }

    void toldOfACommit(TopicPartition partition, long offset) {
        reads.toldOfACommit(partition, offset);
    }

    void fetched(boolean nothing) {
        if (!nothing && firstRecordsAt == 0) {
            firstRecordsAt = System.nanoTime();
        }
        emptyFetches.updateAndGet(before -> nothing ? before + 1 : 0);
    }

    void connected() {
        connected = true;
        moments.connecting();
    }

    void add(Produced answer, long baseOffset) {
        produced.add(answer);
        if (answer.taken()) {
            moments.taken();
            // a batch that was tried again is confirmed twice by a broker that knows it
            confirmed.computeIfAbsent(new TopicPartition(answer.topic(), answer.partition()), any -> new ConcurrentSkipListMap<>())
                    .putIfAbsent(baseOffset, new Confirmation(baseOffset, System.nanoTime()));
        }
    }

    void transactional(String id) {
        transactionalIds.add(id);
    }

    void committed(Committed answer) {
        committed.add(answer);
    }

    void unknown(String topic) {
        unknownTopics.add(topic);
    }

    void named(Uuid id, String topic) {
        described.merge(topic, 1, Integer::sum);
        topicNames.put(id, topic);
    }

    String name(String topic, Uuid id) {
        return topic != null && !topic.isEmpty() ? topic : topicNames.getOrDefault(id, id.toString());
    }
}
