// Package mastery says what a learner's evidence shows about each competency, how
// sure that is, and how it fades.
//
// # Words
//
// Evidence is one observed performance: a score from 0 to 1 at a task of some
// difficulty, on a day. Mastery is a number on the logit scale: at a task of
// difficulty d the learner succeeds with probability 1/(1+e^(d-mastery)). The
// criterion is the probability of success at an ordinary task (difficulty 0) that
// counts as mastered.
//
// # Model
//
// One line of logistic regression for each competency, so that every step can be
// told to the learner:
//
//	what learners show on the whole  +  what the prerequisites show   (prior)
//	  +  each piece of evidence, by its difficulty and its age        (likelihood)
//	  =  mastery, with a standard deviation
//
// Evidence loses half its weight with each half-life, so that an old success fades
// into "we no longer know" rather than into failure: the mean goes back to the prior
// and the standard deviation grows. Prerequisites hand on their uncertainty too.
//
// # Sources
//
// Rasch, "Probabilistic Models for Some Intelligence and Attainment Tests", 1960.
// Ibrahim & Chen, Statistical Science 15, 2000 (weighted likelihoods as power
// priors). Galyardt & Goldin, Journal of Educational Data Mining 7, 2015 (recent
// evidence counts more). Pelánek, Computers & Education 98, 2016. MacKay, Neural
// Computation 4, 1992 (prediction under uncertainty).
package mastery
