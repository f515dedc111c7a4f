package workshop.evidence.wire;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.utils.Utils;
import workshop.cluster.Cluster;
import workshop.process.Background;

/**
 * Stands between one program and the cluster and notes what the program asks of the brokers and what they answer. It
 * changes nothing but the addresses of brokers in the answers, so that the program keeps to it, and the versions of requests that
 * it could not read, unless it is told to {@link #disturb}; what no lesson needs it refuses, and what is there of others on a cluster
 * of theirs it hides. A broker that is down is down behind it too.
 */
public final class Tap implements AutoCloseable {

    private final Cluster cluster;
    private final Map<Integer, ServerSocket> doors = new TreeMap<>();
    private final Set<Integer> hidden = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> standIns = new ConcurrentHashMap<>();
    private final Traffic traffic = new Traffic();
    private final CommitRequests commits = new CommitRequests(traffic);
    private final Authorizer authorizer;
    private final Seclusion seclusion;
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final Connections connections = new Connections(traffic, this::failed);
    private final CompletableFuture<Long> firstHeld = new CompletableFuture<>();
    private volatile Disturbance disturbance = Disturbance.NONE;
    private volatile IntPredicate disturbed = broker -> true;
    private volatile Set<String> spared = Set.of();
    private volatile ObjLongConsumer<TopicPartition> ends = (partition, end) -> { };
    private volatile WriteGate writes = WriteGate.OPEN;
    private volatile Optional<ApiException> refusal = Optional.empty();
    private volatile CompletableFuture<Void> released = CompletableFuture.completedFuture(null);

    /**
     * Opens one door for each broker of a cluster.
     *
     * @param own the names of the topics and groups that the program may change; more may come to be in the set
     */
    public Tap(Cluster cluster, Set<String> own) {
        this.cluster = cluster;
        this.seclusion = new Seclusion(own, !cluster.canStopBrokers());
        this.authorizer = new Authorizer(own, traffic, seclusion);
        try {
            for (int broker : cluster.brokers().keySet()) {
                ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                doors.put(broker, door);
                Background.start("tap", () -> admit(door, broker));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("cannot listen on loopback: " + e.getMessage(), e);
        }
    }

    /** Returns where the program finds a broker, as {@code host:port}. */
    public String address(int broker) {
        return "127.0.0.1:" + port(broker);
    }

    /** Returns what went through so far. */
    public Traffic traffic() {
        return traffic;
    }

    /**
     * Returns what went wrong in the tap itself, in a gate or in a listener, or with an answer that it cannot read; nothing where
     * all is well. Whatever could not be followed has not passed: what the program met then says nothing about it.
     */
    public Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void failed(Throwable what) {
        failure.compareAndSet(null, "what the program and the brokers say to each other could not be followed: "
                + (what.getMessage() == null ? what.toString() : what.getMessage()));
    }

    /** Has each commit of the program meet a gate. */
    public void guardCommits(CommitGate with) {
        commits.guard(with);
    }

    /** Has each request to write of the program meet a gate. */
    public void guardWrites(WriteGate with) {
        writes = with;
    }

    /** Has whatever the program asks to write from now on refused by an error. */
    public void refuseWrites(ApiException error) {
        refusal = Optional.of(error);
    }

    /** Has somebody hear of each end of a partition that the program has asked for, before the program does. */
    public void tellOfEnds(ObjLongConsumer<TopicPartition> listener) {
        ends = listener;
    }

    /** Disturbs each connection that the program opens from now on. */
    public void disturb(Disturbance how) {
        disturbance = how;
    }

    /** Disturbs each connection that the program opens from now on to some of the brokers. */
    public void disturb(Disturbance how, IntPredicate brokers) {
        disturbed = brokers;
        disturb(how);
    }

    /** Has what is written to a topic, and to no other at the same time, answered when all else that is written is not. */
    public void spare(String topic) {
        spared = Set.of(topic);
    }

    /** Keeps who comes at the doors from now on, until {@link #release()}: nobody is refused, and nobody gets an answer. */
    public void hold() {
        released = new CompletableFuture<>();
    }

    /** Lets in who waits at the doors, each at the broker's that it came for, as it is now. */
    public void release() {
        released.complete(null);
    }

    /** Shows a broker as one that is down, be it down already or not; to be called before somebody comes. */
    public void hide(int broker) {
        hidden.add(broker);
    }

    /** Has another broker answer in the place of one, for which the program takes it; to be called before somebody comes. */
    public void replace(int broker, int by) {
        standIns.put(broker, by);
    }

    /** Returns for how long the first who was held has waited so far; zero where nobody was. */
    public Duration held() {
        long now = System.nanoTime();
        return Duration.ofNanos(now - firstHeld.getNow(now));
    }

    int port(int broker) {
        return doors.get(broker).getLocalPort();
    }

    CommitRequests commits() {
        return commits;
    }

    void writing(Set<TopicPartition> partitions) {
        writes.asked(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
    }

    Optional<ApiException> refusesWrites() {
        return refusal;
    }

    void toldOfAnEnd(TopicPartition partition, long end) {
        ends.accept(partition, end);
    }

    boolean knows(int broker) {
        return doors.containsKey(broker);
    }

    private void admit(ServerSocket door, int broker) {
        AtomicBoolean refusedOnce = new AtomicBoolean();
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                traffic.connected();
                if (hidden.contains(broker) || !connections.admit(client)) {
                    client.close();
                    continue;
                }
                if (!released.isDone()) {
                    firstHeld.complete(System.nanoTime());
                    released.join();
                }
                connect(client, broker, refusedOnce);
            } catch (IOException e) {
                // the door was closed, or a client went while it came in
                continue;
            }
        }
    }

    private void connect(Socket client, int broker, AtomicBoolean refusedOnce) {
        StandIn standIn = new StandIn(broker, standIns.getOrDefault(broker, broker));
        String address = cluster.brokers().get(standIn.by());
        try {
            client.setTcpNoDelay(true);
            DataOutputStream toClient = Frames.output(client.getOutputStream());
            Socket upstream = new Socket(Utils.getHost(address), Utils.getPort(address));
            upstream.setTcpNoDelay(true);
            connections.join(client, toClient, upstream, new Conversation(this, authorizer, seclusion,
                    new Interference(disturbed.test(broker) ? disturbance : Disturbance.NONE, spared, toClient, refusedOnce), standIn));
        } catch (IOException brokerDown) {
            connections.turnAway(client);
        }
    }

    @Override
    public void close() {
        Connections.closeQuietly(doors.values());
        connections.close();
        release();
    }
}
