namespace KillSwitch.Engine.Simulation;

/// <summary>One call of an agent; tokens are weights that are scaled to a total.</summary>
internal readonly record struct Turn(long Second, int Session, long Input, long Output, long CacheRead, long CacheWrite);

/// <summary>
/// The rhythm of a coding agent with sub-agents: tasks of many turns whose context grows until it is compacted, several at once
/// in working hours, one or two through nights and weekends. Caching is asked for everywhere and works in about one task of four.
/// </summary>
internal static class CodingAgent
{
    private const int Lanes = 8;
    private const long Hour = 3600;

    public static IReadOnlyList<Turn> Turns(SplitMix random, int days)
    {
        var turns = new List<Turn>();
        for (var lane = 0; lane < Lanes; lane++)
        {
            var own = random.Fork();
            var end = days * 24 * Hour;
            for (var second = Idle(own, lane, 0) / 8; second < end; second += Idle(own, lane, second))
                second = Task(own, turns, Session(lane, second), second, end);
        }

        return [.. turns.OrderBy(turn => turn.Second).ThenBy(turn => turn.Session)];
    }

    // Sub-agents work under the role session of the agent that sent them out; a session lives twelve hours at most.
    private static int Session(int lane, long second) => (int)(second / (12 * Hour) * 2) + (lane < Lanes - 2 ? 1 : 2);

    /// <summary>Seconds until the lane's next task: short at work, long at night, longer for the lanes that only help out.</summary>
    private static long Idle(SplitMix random, int lane, long second)
    {
        var day = second / (24 * Hour);
        var hour = second / Hour % 24;
        var atWork = day % 7 < 5 && hour is >= 8 and < 20;
        return atWork ? 60 + random.Spread(240 + (lane * 330L)) : 600 + random.Spread(1500 + (lane * 4500L));
    }

    private static long Task(SplitMix random, List<Turn> turns, int session, long second, long end)
    {
        var caches = random.Chance(265);
        var context = random.Between(18_000, 32_000);
        var cached = 0L;
        var length = random.Between(40, 220);
        for (var turn = 0; turn < length && second < end; turn++)
        {
            var output = 60 + random.Spread(230);
            var read = caches ? Math.Min(cached, context) * 97 / 100 : 0;
            // What a working cache reads again it writes once; where caching fails the whole context is plain input.
            var write = caches ? Math.Min(context - read, 900 + random.Spread(3300)) : 0;
            turns.Add(new Turn(second, session, context - read - write, output, read, write));
            cached = caches ? read + write + (turn == 0 ? context * 3 / 4 : 0) : 0;
            context += output + 500 + random.Spread(2600);
            if (context > 180_000)
            {
                // Compacted: a summary is all that is left, and nothing of it is cached.
                context = random.Between(24_000, 40_000);
                cached = 0;
            }

            second += 4 + random.Spread(7) + (random.Chance(40) ? random.Between(60, 420) : 0);
        }

        return second;
    }
}
