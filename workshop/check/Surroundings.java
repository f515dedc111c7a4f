package workshop.check;

/** What verdicts say of a program that does not take its surroundings from the environment. */
public final class Surroundings {

    /** The rule of a client's addresses. */
    public static final String ADDRESSES = "a client finds the cluster by the addresses in bootstrap.servers; with "
            + "addresses of its own a program runs on one machine, and nowhere else.";

    private Surroundings() {
    }

    /** Says that a program does not use the topic that it was told. */
    public static Wrong otherTopic(String seen) {
        return Wrong.seen(seen)
                .means("a service is told its topic by its surroundings; here the variable TOPIC names it.")
                .lookAt("where does the name of the topic come from?");
    }

    /** Says that a program does not use the addresses that it was told. */
    public static Wrong otherAddresses(String seen) {
        return Wrong.seen(seen).means(ADDRESSES).lookAt("where do the addresses in bootstrap.servers come from?");
    }
}
