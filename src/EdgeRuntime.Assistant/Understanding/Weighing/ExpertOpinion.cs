namespace EdgeRuntime.Assistant.Understanding.Weighing;

/// <summary>What became of an utterance's readings when a second opinion was weighed in; all 0 and false where none was asked.</summary>
/// <param name="IsAsked">Whether one was asked.</param>
/// <param name="Agrees">Whether the reading that the networks chose stayed the best.</param>
/// <param name="ReadsTheSame">Whether the expert alone would have chosen that reading of all in the context.</param>
/// <param name="Margin">Nats by which the best reading beats the next one in the weighed sum; +infinity without one.</param>
/// <param name="OwnMargin">Nats by which it beats all others by the expert alone, below 0 where it does not; +infinity without one.</param>
/// <param name="Fit">Nats per frame by which the expert's best of the readings beats the best states of every frame: below 0, but where
/// sounds in their contexts fit better than any without.</param>
/// <param name="NetLoss">Nats by which it lies behind the best reading of the networks by them alone; 0 where it is that one.</param>
public readonly record struct ExpertOpinion(
    bool IsAsked, bool Agrees, bool ReadsTheSame, double Margin, double OwnMargin, double Fit, double NetLoss);
